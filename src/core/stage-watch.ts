/** Progress and seconds of each stage; a stage that runs twice goes on where it was. */
import type { StageId } from './stages';

interface Host {
  now(): number;
  onProgress(stage: StageId, fraction: number): void;
}

export interface Watch {
  <T>(stage: StageId, work: (report: (fraction: number) => void) => Promise<T>): Promise<T>;
  seconds(): { readonly id: StageId; readonly seconds: number }[];
}

export function startWatch(host: Host): Watch {
  const spent = new Map<StageId, number>();
  const watch = async <T>(stage: StageId, work: (report: (fraction: number) => void) => Promise<T>): Promise<T> => {
    const from = host.now();
    host.onProgress(stage, 0);
    const value = await work((fraction) => host.onProgress(stage, Math.min(1, fraction)));
    host.onProgress(stage, 1);
    spent.set(stage, (spent.get(stage) ?? 0) + host.now() - from);
    return value;
  };
  return Object.assign(watch, {
    seconds: () => [...spent].map(([id, seconds]) => ({ id, seconds })),
  });
}
