/** The engine as a page starts it: one module worker that reads and measures, and one for tests that take long. */
import { proxy, wrap } from 'comlink';
import { engineClient, type CoordinatorHandle } from './client';
import type { ExportMode, Study } from '../core/export';
import type { Analysis, AnalysisResult, DataTable } from '../core/statistics';
import type { StatisticsApi } from './browser-statistics';
import type { Engine } from './contract';
import type { CoordinatorApi } from './coordinator';

/** An engine for this page. `threads` defaults to what the computer has, 8 at the most. */
export function createBrowserEngine(options: { readonly threads?: number } = {}): Engine {
  const threads = options.threads ?? Math.min(8, Math.max(1, navigator.hardwareConcurrency || 1));
  return engineClient({
    threads,
    startCoordinator,
    now: () => performance.now() / 1000,
    memoryLimitBytes: () => browserMemoryLimit(),
  });
}

/** Typed-array memory a tab may take: Chromium's limit is far above what `deviceMemory` (capped at 8 GB) says. */
function browserMemoryLimit(): number | null {
  const gigabytes: unknown = Reflect.get(navigator, 'deviceMemory');
  return typeof gigabytes === 'number' ? gigabytes * 1e9 : null;
}

function startCoordinator(): CoordinatorHandle {
  const worker = new Worker(new URL('../../workers/coordinator.browser.ts', import.meta.url), {
    type: 'module',
    name: 'bvx-coordinator',
  });
  const died = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => resolve(event.message || 'the worker stopped'));
    worker.addEventListener('messageerror', () => resolve('a message could not be read'));
  });
  return { api: wrap<CoordinatorApi>(worker), died, terminate: () => worker.terminate() };
}

export type AwayRun = (analysis: Analysis, table: DataTable) => Promise<readonly AnalysisResult[]>;

/** Runs analyses in a worker, which begins with the first. What still runs on an older table is given up. */
export function createStatisticsWorker(): AwayRun {
  let worker: Worker | null = null;
  let current: DataTable | null = null;
  let running = 0;
  return async (analysis, table) => {
    if (worker !== null && running > 0 && current !== table) {
      worker.terminate();
      worker = null;
      running = 0;
    }
    worker ??= statisticsWorker();
    const mine = worker;
    current = table;
    running += 1;
    const results = await wrap<StatisticsApi>(mine).run(analysis, table);
    if (worker === mine) running -= 1;
    return results;
  };
}

const statisticsWorker = (): Worker =>
  new Worker(new URL('../../workers/statistics.browser.ts', import.meta.url), {
    type: 'module',
    name: 'bvx-statistics',
  });

export interface ExportRun {
  /** Null where it was cancelled. */
  readonly zip: Promise<Uint8Array | null>;
  cancel(): void;
}

/** Makes the zip of an export in a worker of its own, which ends with it. */
export function startExport(
  study: Study,
  analyses: readonly Analysis[],
  mode: ExportMode,
  onTested: (count: number) => void,
): ExportRun {
  const worker = statisticsWorker();
  let cancel = (): void => {};
  const cancelled = new Promise<null>((resolve) => (cancel = () => resolve(null)));
  const made = wrap<StatisticsApi>(worker).exportZip(study, analyses, mode, proxy(onTested));
  return { zip: Promise.race([made, cancelled]).finally(() => worker.terminate()), cancel };
}
