/** Progress bar on a terminal, nothing in a pipe; refusals and issues on stderr. */
import process from 'node:process';
import cliProgress from 'cli-progress';
import type { Issue, Refusal } from '../core/issues';
import { stageIds } from '../core/stages';
import type { Engine, Progress } from '../engine';

const share: Readonly<Record<Progress['stage'], readonly [from: number, to: number]>> = {
  open: [0, 0.02],
  read: [0.02, 0.1],
  lungs: [0.1, 0.25],
  vessels: [0.25, 0.4],
  centrelines: [0.4, 0.5],
  calibre: [0.5, 0.9],
  blood_volume: [0.9, 1],
};

export interface ProgressBar {
  report(progress: Progress): void;
  stop(): void;
}

/** A bar on stderr where that is a terminal, else silence. */
export function progressBar(quiet: boolean, label = ''): ProgressBar {
  if (quiet || !process.stderr.isTTY) return { report: () => {}, stop: () => {} };
  const bar = new cliProgress.SingleBar(
    { format: `${label}{bar} {percentage} % {stage}`, hideCursor: true, clearOnComplete: true, barsize: 30, fps: 10 },
    cliProgress.Presets.shades_classic,
  );
  bar.start(1000, 0, { stage: '' });
  return {
    report({ stage, fraction }) {
      const [from, to] = share[stage];
      const number = stage === 'open' ? 0 : stageIds.indexOf(stage) + 1;
      bar.update(Math.round(1000 * (from + (to - from) * fraction)), {
        stage: `${number}/${stageIds.length} ${stage}`,
      });
    },
    stop: () => bar.stop(),
  };
}

export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function tellIssues(issues: readonly Issue[], quiet: boolean): void {
  for (const issue of issues) {
    if (issue.severity === 'info' && quiet) continue;
    tell(`${issue.severity}: ${issue.message} ${issue.action} [${issue.code}]`);
  }
}

/** Says why not, as text or JSON, and gives the exit code. */
export function tellRefusal(refusal: Refusal, json: boolean): number {
  if (json) {
    const { code, message, action } = refusal;
    process.stdout.write(`${JSON.stringify({ error: { code, message, action } })}\n`);
  }
  if (refusal.code === 'cancelled') tell('bvx: interrupted, nothing was written.');
  else tell(`bvx: ${refusal.message} ${refusal.action} [${refusal.code}]`);
  return refusal.exit;
}

/** Runs with Ctrl-C and SIGTERM turned into a cancel; the engine is disposed of in any case. */
export async function withEngine<T>(engine: Engine, run: (engine: Engine) => Promise<T>): Promise<T> {
  const stop = (): void => engine.cancel();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await run(engine);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    engine.dispose();
  }
}
