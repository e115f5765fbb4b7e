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
import { correctedMask, correctedMeasurement, type MeasuredVessels } from '../core/vessel-account';
import { createFrameDecoder, openFiles, type Opened, type ReaderHost, type SourceFile } from '../readers';
import type { Corrected, EngineFile, OpenedScan, Progress, SlicePreview } from './contract';
import { poolDecoder, poolParallel, type RemoteTaskWorker } from './pool';
import { threadKernels } from './task-worker';

export interface CoordinatorHost {
  readonly readerHost: ReaderHost;
  sourceOf(file: EngineFile): SourceFile;
  startTaskWorkers(count: number): RemoteTaskWorker[];
  /** Seconds from any fixed moment. */
  now(): number;
  /** Memory in use by the whole program, where the host can tell. */
  memoryMb?(): number;
}

export type OnProgress = (progress: Progress) => void;
export type OnLungs = (mask: Uint8Array, rightMl: number | null, leftMl: number | null) => void;

export interface CoordinatorApi {
  open(files: readonly EngineFile[], onProgress?: OnProgress): Promise<Outcome<Inventory>>;
  preview(seriesId: string, index: number): Promise<Outcome<SlicePreview>>;
  /** `threads` counts from the first call of `load` or `measure` on. */
  load(
    threads: number,
    seriesId: string,
    options: { readonly anyGeometry: boolean; readonly memoryLimitBytes: number | null },
    onProgress?: OnProgress,
  ): Promise<Outcome<OpenedScan>>;
  measure(
    threads: number,
    scan: OpenedScan,
    scanIssues: readonly Issue[],
    onProgress?: OnProgress,
    onLungs?: OnLungs,
  ): Promise<Outcome<MeasuredVessels>>;
  correct(
    threads: number,
    measured: Omit<MeasuredVessels, 'stations'>,
    accepted: Uint8Array,
  ): Promise<Outcome<Corrected>>;
}

export function coordinatorApi(host: CoordinatorHost): CoordinatorApi {
  let opened: Opened | null = null;
  let workers: readonly RemoteTaskWorker[] | null = null;

  /** Task workers, started once; none where one thread is wanted or memory cannot be shared: then all is done here. */
  function taskWorkers(threads: number): readonly RemoteTaskWorker[] {
    workers ??= threads < 2 || typeof SharedArrayBuffer === 'undefined' ? [] : host.startTaskWorkers(threads);
    return workers;
  }

  async function parallelOver(threads: number): Promise<Parallel> {
    const pool = taskWorkers(threads);
    return pool.length === 0 ? inlineParallel(await threadKernels()) : poolParallel(pool);
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
    load(threads, seriesId, options, onProgress) {
      if (opened === null) return Promise.resolve(refused(refusals.nothing_readable(0)));
      const report = throttled(host, onProgress);
      const pool = taskWorkers(threads);
      return opened.load(seriesId, {
        ...(pool.length === 0 ? {} : { decodeFrame: poolDecoder(pool, createFrameDecoder(host.readerHost)) }),
        anyGeometry: options.anyGeometry,
        ...(options.memoryLimitBytes === null ? {} : { memoryLimitBytes: options.memoryLimitBytes }),
        onProgress: (fraction) => report({ stage: 'read', fraction }),
      });
    },
    async measure(threads, scan, scanIssues, onProgress, onLungs) {
      const report = throttled(host, onProgress);
      return measure({ volume: scan.volume, facts: scan.facts, scanIssues }, defaultParameters, {
        parallel: await parallelOver(threads),
        now: () => host.now(),
        onProgress: (stage, fraction) => report({ stage, fraction }),
        ...(host.memoryMb === undefined ? {} : { memoryMb: () => host.memoryMb?.() ?? 0 }),
        ...(onLungs === undefined ? {} : { onLungs }),
      });
    },
    async correct(threads, { measurement, account, vesselMask, lungMask }, accepted) {
      const { geometry } = measurement;
      const parallel = await parallelOver(threads);
      return done({
        measurement: await correctedMeasurement(measurement, account, accepted, defaultParameters, parallel),
        vesselMask: correctedMask(vesselMask, lungMask, geometry, account, accepted, defaultParameters),
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
