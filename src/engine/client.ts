/**
 * The engine as page and command line see it: one coordinator worker, replaced when it is cancelled or dies.
 *
 * A comlink call on a dead worker never settles, so each call races against the worker's end and
 * against `cancel()`. What was opened stays open: a new coordinator is given the files again, and a
 * decoded volume is kept here.
 */
import { proxy, type Remote } from 'comlink';
import { refused, type Issue, type Outcome } from '../core/issues';
import { refusals } from '../core/issue-catalogue';
import type { Engine, EngineFile, MeasuredScan, MeasureOptions, OpenedScan, Progress } from './contract';
import type { CoordinatorApi } from './coordinator';

export interface CoordinatorHandle {
  readonly api: Remote<CoordinatorApi>;
  /** Settles with a reason when the worker dies by itself. */
  readonly died: Promise<string>;
  terminate(): void;
}

export interface ClientHost {
  readonly threads: number;
  startCoordinator(): CoordinatorHandle;
  now(): number;
  /** Bytes a scan may take here, or null where nobody knows. */
  memoryLimitBytes(): number | null;
  /** Memory in use by the whole program, where the host can tell. */
  memoryMb?(): number;
}

interface Kept {
  readonly seriesId: string;
  readonly scan: OpenedScan;
  readonly issues: readonly Issue[];
  /** Most memory seen while it was read; null where the host does not tell. */
  readonly peakMemoryMb: number | null;
}

export function engineClient(host: ClientHost): Engine {
  let handle: CoordinatorHandle | null = null;
  let files: readonly EngineFile[] | null = null;
  let openedBy: CoordinatorHandle | null = null;
  let kept: Kept | null = null;
  const running = new Set<() => void>();

  function coordinator(): CoordinatorHandle {
    handle ??= host.startCoordinator();
    return handle;
  }

  function drop(): void {
    handle?.terminate();
    handle = null;
    openedBy = null;
  }

  /** A call's answer, or the refusal that ends it: cancelled, or the worker stopped. */
  async function race<T>(
    stage: () => string,
    call: (h: CoordinatorHandle) => Promise<Outcome<T>>,
  ): Promise<Outcome<T>> {
    const current = coordinator();
    let cancelThis = (): void => {};
    const cancelled = new Promise<Outcome<T>>((resolve) => {
      cancelThis = () => resolve(refused(refusals.cancelled()));
    });
    const died = current.died.then((reason): Outcome<T> => {
      if (handle === current) drop();
      return refused(refusals.worker_stopped(stage(), reason));
    });
    running.add(cancelThis);
    try {
      return await Promise.race([call(current), cancelled, died]);
    } catch (error) {
      // a bug or memory exhaustion in the worker: its state can no longer be trusted
      if (handle === current) drop();
      return refused(refusals.worker_stopped(stage(), error instanceof Error ? error.message : String(error)));
    } finally {
      running.delete(cancelThis);
    }
  }

  /** A coordinator that has the files open, after a cancel or crash too. */
  async function reopened(h: CoordinatorHandle): Promise<void> {
    if (files === null || openedBy === h) return;
    await h.api.open(files);
    openedBy = h;
  }

  const engine: Engine = {
    threads: host.threads,
    open(newFiles, onProgress) {
      files = newFiles;
      kept = null;
      openedBy = null;
      return race(
        () => 'open',
        async (h) => {
          const outcome = await h.api.open(newFiles, onProgress && proxy(onProgress));
          openedBy = h;
          return outcome;
        },
      );
    },
    preview: (seriesId, index) =>
      race(
        () => 'preview',
        async (h) => {
          await reopened(h);
          return h.api.preview(seriesId, index);
        },
      ),
    async load(seriesId, options = {}) {
      if (kept !== null && kept.seriesId === seriesId) return { ok: true, value: kept.scan, issues: kept.issues };
      let peakMemoryMb: number | null = null;
      const lookAtMemory = (): void => {
        if (host.memoryMb !== undefined) peakMemoryMb = Math.max(peakMemoryMb ?? 0, host.memoryMb());
      };
      const onProgress = (progress: Progress): void => {
        lookAtMemory();
        options.onProgress?.(progress);
      };
      const outcome = await race(
        () => 'read',
        async (h) => {
          await reopened(h);
          const limits = { anyGeometry: options.anyGeometry ?? false, memoryLimitBytes: host.memoryLimitBytes() };
          return h.api.load(host.threads, seriesId, limits, proxy(onProgress));
        },
      );
      lookAtMemory();
      if (outcome.ok) kept = { seriesId, scan: outcome.value, issues: outcome.issues, peakMemoryMb };
      return outcome;
    },
    async measure(seriesId, options = {}) {
      const started = host.now();
      const loaded = await engine.load(seriesId, options.onProgress ? { onProgress: options.onProgress } : {});
      if (!loaded.ok) return loaded;
      const read = { id: 'read', seconds: host.now() - started, peakMemoryMb: kept?.peakMemoryMb ?? null };
      let stage: string = 'lungs';
      const onProgress = (progress: Progress): void => {
        stage = progress.stage;
        options.onProgress?.(progress);
      };
      const attempt = (): Promise<Outcome<MeasuredScan>> =>
        race(
          () => stage,
          async (h) => {
            const outcome = await h.api.measure(
              host.threads,
              loaded.value,
              loaded.issues,
              proxy(onProgress),
              lungs(options),
            );
            if (!outcome.ok) return outcome;
            const measured = {
              ...outcome.value,
              stageSeconds: [read, ...outcome.value.stageSeconds],
            };
            const totalSeconds = host.now() - started;
            return {
              ok: true,
              value: {
                measured,
                facts: loaded.value.facts,
                threads: host.threads,
                totalSeconds,
                edits: [],
                asMeasured: null,
              },
              issues: outcome.issues,
            };
          },
        );
      const first = await attempt();
      // a worker that died is started again once; a second end is the answer
      return !first.ok && first.refusal.code === 'worker_stopped' ? attempt() : first;
    },
    correct: ({ stations: _stations, ...measured }, accepted) =>
      race(
        () => 'blood_volume',
        (h) => h.api.correct(host.threads, measured, accepted),
      ),
    cancel() {
      drop();
      for (const cancelThis of running) cancelThis();
    },
    dispose() {
      engine.cancel();
      files = null;
      kept = null;
    },
  };
  return engine;
}

function lungs(options: MeasureOptions): MeasureOptions['onLungs'] {
  return options.onLungs && proxy(options.onLungs);
}
