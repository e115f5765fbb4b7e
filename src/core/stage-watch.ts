/** Progress and seconds of each stage; what is done a second time counts for its stage but never moves progress back. */
import { stageIds, type StageId } from './stages';

interface Host {
  now(): number;
  onProgress(stage: StageId, fraction: number): void;
}

type Report = (fraction: number) => void;

export interface Watch {
  /** Does `work` for a stage; its progress runs over `from` … `to` of the stage. */
  <T>(stage: StageId, work: (report: Report) => Promise<T>, from?: number, to?: number): Promise<T>;
  /** Time of each stage so far, the one at work included. */
  seconds(): { readonly id: StageId; readonly seconds: number }[];
}

export function startWatch(host: Host): Watch {
  const spent = new Map<StageId, number>();
  let furthest = -1;
  let told: StageId | null = null;
  let atWork: { readonly stage: StageId; readonly start: number; readonly before: number } | null = null;
  const report = (stage: StageId, fraction: number): void => {
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
  const seconds = (): { id: StageId; seconds: number }[] => {
    if (atWork !== null) spent.set(atWork.stage, atWork.before + host.now() - atWork.start);
    return [...spent].map(([id, time]) => ({ id, seconds: time }));
  };
  return Object.assign(watch, { seconds });
}
