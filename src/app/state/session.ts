/**
 * The one holder of the scan's state: hands files to the engine and feeds what it reports to the machine.
 *
 * Everything the engine can refuse comes back as a value and lands on the screen with its code. The
 * engine is handed in, so that the way of a scan can be tested without a worker.
 */
import { inject, shallowRef, type InjectionKey, type ShallowRef } from 'vue';
import { refusals } from '../../core/issue-catalogue';
import type { EditJson, ReportClinical } from '../../core/result';
import type { StageId } from '../../core/stages';
import { stationTable } from '../../core/vessel-account';
import type { Engine, EngineFile, ExportFile, MeasuredScan } from '../../engine';
import { createPreviewCache, type PreviewCache } from './previews';
import { initialState, isReading, next, obviousSeries, type ScanEvent, type ScanState, type Source } from './machine';
import { fetchSample, type SampleTruth } from './sample';

export interface Session {
  readonly state: Readonly<ShallowRef<ScanState>>;
  readonly threads: number;
  readonly previews: PreviewCache;
  /** What the page itself has to say on the start page: an empty drop, a sample that is not there. */
  readonly startNotice: Readonly<ShallowRef<StartNotice | null>>;
  /** The known truth of the sample, once the sample is open. */
  readonly truth: Readonly<ShallowRef<SampleTruth | null>>;
  /** Files given while another scan is measured; opened only when the user says so. */
  readonly waiting: Readonly<ShallowRef<Waiting | null>>;
  open(files: readonly EngineFile[], source: Source): Promise<void>;
  openWaiting(): Promise<void>;
  forgetWaiting(): void;
  openSample(): Promise<void>;
  say(notice: StartNotice): void;
  focus(seriesId: string): void;
  choose(seriesId: string, measure: boolean): Promise<void>;
  measure(): Promise<void>;
  /** The measured scan after changes by hand: 1 where a station counts. Null where that could not be found. */
  correct(original: MeasuredScan, accepted: Uint8Array, edits: readonly EditJson[]): Promise<MeasuredScan | null>;
  /** Shows another form of the scan that is measured. */
  show(result: MeasuredScan): void;
  cancel(): void;
  back(): void;
  close(): void;
  /** The files of the measured scan; those that were asked for last are kept. None where nothing is measured. */
  exportFiles(options: FileOptions): Promise<readonly ExportFile[]>;
  /** result.json alone, which takes no time; null where nothing is measured. */
  exportResult(): Promise<ExportFile | null>;
  dispose(): void;
}

/** What goes into the files beside the measurement. */
export interface FileOptions {
  /** Whether the label of the case, the patient's number and the time of the scan may go out. */
  readonly names: boolean;
  readonly clinical: ReportClinical | null;
}

/** What the session is given by its host. */
export interface SessionHost {
  readonly engine: Engine;
  readonly exportFiles: (
    scan: MeasuredScan,
    options: FileOptions & { readonly label: string },
  ) => Promise<readonly ExportFile[]>;
  readonly exportResult: (scan: MeasuredScan) => Promise<ExportFile>;
  readonly words: { readonly sample: string; readonly sampleMissing: StartNotice };
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
}

export interface Waiting {
  readonly files: readonly EngineFile[];
  readonly source: Source;
}

export interface StartNotice {
  readonly message: string;
  readonly action: string;
}

/** How often the elapsed time on the screen moves on: drawing takes processors that measure. */
const tickMs = 1000;
/** Reports of the same stage nearer than this are left out. */
const reportMs = 400;

export function createSession(host: SessionHost): Session {
  const { engine, words, now } = host;
  const state = shallowRef<ScanState>(initialState);
  const startNotice = shallowRef<StartNotice | null>(null);
  const truth = shallowRef<SampleTruth | null>(null);
  const waiting = shallowRef<Waiting | null>(null);
  const previews = createPreviewCache((seriesId, index) => engine.preview(seriesId, index));
  let run = 0;
  let exported: {
    readonly scan: MeasuredScan;
    readonly key: string;
    readonly files: Promise<readonly ExportFile[]>;
  } | null = null;
  let ticking: ReturnType<typeof setInterval> | undefined;
  let reported: { readonly stage: StageId; readonly atMs: number } | null = null;

  function send(event: ScanEvent): void {
    state.value = next(state.value, event);
    const measuring = state.value.at === 'measuring';
    if (measuring && ticking === undefined) {
      ticking = setInterval(() => send({ type: 'tick', run, nowMs: now() }), tickMs);
    } else if (!measuring && ticking !== undefined) {
      clearInterval(ticking);
      ticking = undefined;
    }
  }

  /** A new run ends whatever the engine still does for the last one. */
  function begin(): number {
    if (state.value.at === 'opening' || state.value.at === 'measuring') engine.cancel();
    run += 1;
    reported = null;
    return run;
  }

  async function open(files: readonly EngineFile[], source: Source): Promise<void> {
    if (state.value.at === 'measuring') {
      waiting.value = { files, source };
      return;
    }
    await openNow(files, source);
  }

  async function openNow(files: readonly EngineFile[], source: Source): Promise<void> {
    waiting.value = null;
    const mine = begin();
    startNotice.value = null;
    truth.value = null;
    previews.clear();
    send({ type: 'open', run: mine, source });
    await readInventory(mine, files);
  }

  async function readInventory(mine: number, files: readonly EngineFile[]): Promise<void> {
    const outcome = await engine.open(files, (p) => send({ type: 'open_progress', run: mine, fraction: p.fraction }));
    if (mine !== run) return;
    if (!outcome.ok) {
      send({ type: 'open_refused', run: mine, refusal: outcome.refusal, leftOut: [] });
      return;
    }
    const inventory = outcome.value;
    if (inventory.series.length === 0) {
      const refusal = refusals.nothing_readable(inventory.files, inventory.leftOut);
      send({ type: 'open_refused', run: mine, refusal, leftOut: inventory.leftOut });
      return;
    }
    send({ type: 'opened', run: mine, inventory });
    const obvious = obviousSeries(inventory);
    if (obvious !== null && state.value.at === 'choosing') await chooseAs(obvious.id, 'program', true);
  }

  async function openSample(): Promise<void> {
    const mine = begin();
    startNotice.value = null;
    previews.clear();
    send({ type: 'open', run: mine, source: { label: words.sample, isSample: true } });
    const sample = await fetchSample();
    if (mine !== run) return;
    if (sample === null) {
      send({ type: 'close' });
      startNotice.value = words.sampleMissing;
      return;
    }
    truth.value = sample.truth;
    await readInventory(mine, sample.files);
  }

  async function chooseAs(seriesId: string, by: 'program' | 'user', measure: boolean): Promise<void> {
    const mine = begin();
    send({ type: 'choose', run: mine, seriesId, by, measure, nowMs: now() });
    const current = state.value;
    if (!isReading(current) || current.scan.series.id !== seriesId) return;
    const middle = Math.floor(current.scan.series.slices / 2);
    // not waited for: the first slice shows while the rest is read
    void showPreview(mine, seriesId, middle);
    const loaded = await engine.load(seriesId, { anyGeometry: !measure, onProgress: (p) => report(mine, p) });
    if (mine !== run) return;
    if (!loaded.ok) {
      send({ type: 'load_refused', run: mine, refusal: loaded.refusal });
      return;
    }
    send({ type: 'loaded', run: mine, opened: loaded.value, issues: loaded.issues });
    if (measure) await runMeasurement(mine, seriesId);
  }

  async function showPreview(mine: number, seriesId: string, index: number): Promise<void> {
    const preview = await previews.get(seriesId, index);
    if (preview !== null) send({ type: 'preview', run: mine, preview });
  }

  async function runMeasurement(mine: number, seriesId: string): Promise<void> {
    const outcome = await engine.measure(seriesId, {
      onProgress: (p) => report(mine, p),
      onLungs: (mask, rightMl, leftMl) => send({ type: 'lungs', run: mine, lungs: { mask, rightMl, leftMl } }),
    });
    if (mine !== run) return;
    if (outcome.ok) {
      send({ type: 'measured', run: mine, result: outcome.value, nowMs: now() });
    } else {
      const { refusal, issues } = outcome;
      send({ type: 'measure_refused', run: mine, refusal, issues, nowMs: now() });
    }
  }

  function report(mine: number, progress: { readonly stage: StageId | 'open'; readonly fraction: number }): void {
    if (progress.stage === 'open') return;
    const nowMs = now();
    if (reported?.stage === progress.stage && nowMs - reported.atMs < reportMs && progress.fraction < 1) return;
    reported = { stage: progress.stage, atMs: nowMs };
    send({ type: 'progress', run: mine, stage: progress.stage, fraction: progress.fraction, nowMs });
  }

  /** The screen changes first, then the workers end: the user never waits for a cancel. */
  function leave(event: ScanEvent): void {
    const before = state.value;
    const reading = before.at === 'looking' && before.scan.opened === null;
    const busy = before.at === 'opening' || before.at === 'measuring' || reading;
    send(event);
    run += 1;
    if (busy) engine.cancel();
  }

  return {
    state,
    threads: engine.threads,
    previews,
    startNotice,
    truth,
    waiting,
    open,
    async openWaiting() {
      if (waiting.value !== null) await openNow(waiting.value.files, waiting.value.source);
    },
    forgetWaiting: () => (waiting.value = null),
    openSample,
    say: (notice) => (startNotice.value = notice),
    focus: (seriesId) => send({ type: 'focus', seriesId }),
    choose: (seriesId, measure) => chooseAs(seriesId, 'user', measure),
    async measure() {
      const mine = begin();
      send({ type: 'measure', run: mine, nowMs: now() });
      if (state.value.at === 'measuring') await runMeasurement(mine, state.value.scan.series.id);
    },
    async correct(original, accepted, edits) {
      const { measured } = original;
      const outcome = await engine.correct(measured, accepted);
      if (!outcome.ok) return null;
      const account = { ...measured.account, ledger: { ...measured.account.ledger, accepted } };
      const stations = stationTable(account);
      return {
        ...original,
        measured: { ...measured, ...outcome.value, account, stations },
        edits,
        asMeasured: measured.measurement,
      };
    },
    show: (result) => send({ type: 'corrected', result }),
    cancel: () => leave({ type: 'cancel' }),
    back: () => leave({ type: 'back' }),
    close: () => leave({ type: 'close' }),
    async exportFiles(options) {
      if (state.value.at !== 'measured') return [];
      const scan = state.value.result;
      const key = JSON.stringify(options);
      if (exported?.scan !== scan || exported.key !== key) {
        const { label } = state.value.scan.source;
        exported = { scan, key, files: host.exportFiles(scan, { ...options, label }) };
      }
      return exported.files;
    },
    exportResult: async () => (state.value.at === 'measured' ? host.exportResult(state.value.result) : null),
    dispose() {
      if (ticking !== undefined) clearInterval(ticking);
      engine.dispose();
    },
  };
}

export const sessionKey: InjectionKey<Session> = Symbol('session');

export function useSession(): Session {
  const session = inject(sessionKey);
  if (session === undefined) throw new Error('no session was provided');
  return session;
}
