/**
 * The one worker that reads and measures: it holds the open files, hands pieces of work to the task
 * workers and answers the client. Nothing here knows whether it runs in a page or in Node; that is
 * `CoordinatorHost`.
 */
import type { Inventory } from '../core/dicom/types';
import { done, refused, type Issue, type Outcome } from '../core/issues';
import { refusals } from '../core/issue-catalogue';
import { measure } from '../core/measure';
import { inlineParallel, type Parallel } from '../core/parallel';
import { defaultParameters } from '../core/parameters';
import type { Measured } from '../core/result/types';
import { openFiles, type Opened, type ReaderHost, type SourceFile } from '../readers';
import type { EngineFile, OpenedScan, Progress, SlicePreview } from './contract';
import { poolParallel, type RemoteTaskWorker } from './pool';
import { threadKernels } from './task-worker';

export interface CoordinatorHost {
  readonly readerHost: ReaderHost;
  sourceOf(file: EngineFile): SourceFile;
  startTaskWorkers(count: number): RemoteTaskWorker[];
  /** Seconds from any fixed moment. */
  now(): number;
}

export type OnProgress = (progress: Progress) => void;
export type OnLungs = (mask: Uint8Array, rightMl: number | null, leftMl: number | null) => void;

export interface CoordinatorApi {
  open(files: readonly EngineFile[], onProgress?: OnProgress): Promise<Outcome<Inventory>>;
  preview(seriesId: string, index: number): Promise<Outcome<SlicePreview>>;
  load(
    seriesId: string,
    options: { readonly anyGeometry: boolean; readonly memoryLimitBytes: number | null },
    onProgress?: OnProgress,
  ): Promise<Outcome<OpenedScan>>;
  /** `threads` counts from the first call on. */
  measure(
    threads: number,
    scan: OpenedScan,
    scanIssues: readonly Issue[],
    onProgress?: OnProgress,
    onLungs?: OnLungs,
  ): Promise<Outcome<Measured>>;
}

export function coordinatorApi(host: CoordinatorHost): CoordinatorApi {
  let opened: Opened | null = null;
  let parallel: Promise<Parallel> | null = null;

  /** One thread works here; more work in task workers, while this one waits. */
  async function startParallel(threads: number): Promise<Parallel> {
    if (threads < 2 || typeof SharedArrayBuffer === 'undefined') return inlineParallel(await threadKernels());
    return poolParallel(host.startTaskWorkers(threads));
  }

  return {
    async open(files, onProgress) {
      const report = throttled(host, onProgress);
      const outcome = await openFiles(
        files.map((file) => host.sourceOf(file)),
        host.readerHost,
        {
          onProgress: (fraction) => report({ stage: 'open', fraction }),
        },
      );
      if (!outcome.ok) return refused(outcome.refusal, outcome.issues);
      opened = outcome.value;
      return done(opened.inventory, outcome.issues);
    },
    preview(seriesId, index) {
      return opened === null ? Promise.resolve(refused(refusals.nothing_readable(0))) : opened.slice(seriesId, index);
    },
    load(seriesId, options, onProgress) {
      if (opened === null) return Promise.resolve(refused(refusals.nothing_readable(0)));
      const report = throttled(host, onProgress);
      return opened.load(seriesId, {
        anyGeometry: options.anyGeometry,
        ...(options.memoryLimitBytes === null ? {} : { memoryLimitBytes: options.memoryLimitBytes }),
        onProgress: (fraction) => report({ stage: 'read', fraction }),
      });
    },
    async measure(threads, scan, scanIssues, onProgress, onLungs) {
      const report = throttled(host, onProgress);
      parallel ??= startParallel(threads);
      return measure({ volume: scan.volume, facts: scan.facts, scanIssues }, defaultParameters, {
        parallel: await parallel,
        now: () => host.now(),
        onProgress: (stage, fraction) => report({ stage, fraction }),
        ...(onLungs === undefined ? {} : { onLungs }),
      });
    },
  };
}

/** At most ten reports a second, and always the first and last of a stage. */
function throttled(host: CoordinatorHost, report: OnProgress | undefined): OnProgress {
  let last = -Infinity;
  let stage = '';
  return (progress) => {
    if (report === undefined) return;
    const now = host.now();
    if (progress.stage === stage && progress.fraction < 1 && now - last < 0.1) return;
    last = now;
    stage = progress.stage;
    report(progress);
  };
}
