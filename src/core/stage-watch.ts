/** Progress, seconds and memory of each stage; what is done a second time counts for its stage but never moves progress back. */
import { stageIds, type StageId } from './stages';

interface Host {
  now(): number;
  onProgress(stage: StageId, fraction: number): void;
  /** Memory in use by the whole program, where the host can tell. */
  memoryMb?(): number;
}

export interface StageCost {
  readonly id: StageId;
  readonly seconds: number;
  /** Most memory seen in the stage, of the whole program; null where the host does not tell. */
  readonly peakMemoryMb: number | null;
}

type Report = (fraction: number) => void;

export interface Watch {
  /** Does `work` for a stage; its progress runs over `from` … `to` of the stage. */
  <T>(stage: StageId, work: (report: Report) => Promise<T>, from?: number, to?: number): Promise<T>;
  /** Cost of each stage so far, the one at work included. */
  costs(): StageCost[];
}

export function startWatch(host: Host): Watch {
  const spent = new Map<StageId, number>();
  const peaks = new Map<StageId, number>();
  let furthest = -1;
  let told: StageId | null = null;
  let atWork: { readonly stage: StageId; readonly start: number; readonly before: number } | null = null;
  const lookAtMemory = (stage: StageId): void => {
    if (host.memoryMb !== undefined) peaks.set(stage, Math.max(peaks.get(stage) ?? 0, host.memoryMb()));
  };
  const report = (stage: StageId, fraction: number): void => {
    lookAtMemory(stage);
    const place = stageIds.indexOf(stage) + Math.min(1, Math.max(0, fraction));
    if (place < furthest || (place === furthest && stage === told)) return;
    furthest = place;
    told = stage;
    host.onProgress(stage, Math.min(1, fraction));
  };
  const watch = async <T>(stage: StageId, work: (report: Report) => Promise<T>, from = 0, to = 1): Promise<T> => {
    const start = host.now();
    const before = spent.get(stage) ?? 0;
    atWork = { stage, start, before };
    report(stage, from);
    const value = await work((fraction) => report(stage, from + (to - from) * fraction));
    report(stage, to);
    spent.set(stage, before + host.now() - start);
    atWork = null;
    return value;
  };
  const costs = (): StageCost[] => {
    if (atWork !== null) {
      lookAtMemory(atWork.stage);
      spent.set(atWork.stage, atWork.before + host.now() - atWork.start);
    }
    return [...spent].map(([id, seconds]) => ({ id, seconds, peakMemoryMb: peaks.get(id) ?? null }));
  };
  return Object.assign(watch, { costs });
}
