/** Files → measured scan → the outputs' bytes: what `analyze` and `batch` share. */
import process from 'node:process';
import type { EngineFile, Engine, Progress } from '../engine';
import { exportFiles, summaryLine } from '../engine';
import { refused, type Outcome } from '../core/issues';
import { chooseSeries, isRefusal } from './choose-series';
import type { OutputFile } from './output-folder';

export interface MeasureFilesOptions {
  readonly series?: string;
  readonly caseLabel: string | null;
  readonly identify: boolean;
  readonly onProgress: (progress: Progress) => void;
}

export interface MeasuredFiles {
  readonly files: readonly OutputFile[];
  /** Text of result.json. */
  readonly resultText: string;
  /** One line for the terminal. */
  readonly summary: string;
}

export async function measureFiles(
  engine: Engine,
  files: readonly EngineFile[],
  options: MeasureFilesOptions,
): Promise<Outcome<MeasuredFiles>> {
  const opened = await engine.open(files, options.onProgress);
  if (!opened.ok) return opened;
  const chosen = chooseSeries(opened.value, options.series);
  if (isRefusal(chosen)) return refused(chosen, opened.issues);
  if (chosen.refusal !== null) return refused(chosen.refusal, chosen.issues);
  const outcome = await engine.measure(chosen.id, { onProgress: options.onProgress });
  if (!outcome.ok) return outcome;
  const { caseLabel, identify } = options;
  const outputs = exportFiles(outcome.value, { caseLabel, identify, peakMemoryMb: peakMemoryMb() });
  const result = outputs.find((file) => file.name === 'result.json');
  return {
    ok: true,
    issues: outcome.value.measured.measurement.issues,
    value: {
      files: outputs,
      resultText: result === undefined ? '' : new TextDecoder().decode(result.bytes),
      summary: summaryLine(outcome.value),
    },
  };
}

/** Largest resident size of this process so far, MB. */
const peakMemoryMb = (): number => process.resourceUsage().maxRSS / 1024;
