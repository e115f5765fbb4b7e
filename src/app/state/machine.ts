/**
 * Where the page is between a dropped folder and a result: one value, changed only by `next`.
 *
 *   start → opening → choosing → looking ⇄ measuring → measured | refused
 *
 * Pure: times come in with the events, so every way through can be tested without an engine.
 * Each run carries a number; what a cancelled run still reports is not listened to.
 */
import type { Inventory, LeftOut, SeriesSummary } from '../../core/dicom/types';
import type { Issue, Refusal } from '../../core/issues';
import { stageIds, type StageId } from '../../core/stages';
import type { MeasuredScan, OpenedScan, SlicePreview } from '../../engine';

/** What the user gave, by its own name: `ct-2026.zip`, `folder chest`, `312 files`. */
export interface Source {
  readonly label: string;
  readonly isSample: boolean;
  /** What opens the same files again in a later page, where the browser gave such. */
  readonly handles?: readonly FileSystemHandle[];
}

export interface Stage {
  readonly id: StageId;
  readonly phase: 'waiting' | 'now' | 'done';
  readonly fraction: number;
  readonly startedMs: number | null;
  readonly seconds: number | null;
}

export interface Lungs {
  readonly mask: Uint8Array;
  readonly rightMl: number | null;
  readonly leftMl: number | null;
}

/** One series on the screen; `volume` is null until its slices are read. */
export interface OpenScan {
  readonly source: Source;
  readonly inventory: Inventory;
  readonly series: SeriesSummary;
  readonly chosenBy: 'program' | 'user';
  readonly preview: SlicePreview | null;
  readonly opened: OpenedScan | null;
  readonly issues: readonly Issue[];
}

export interface Progress {
  readonly stages: readonly Stage[];
  readonly startedMs: number;
  readonly nowMs: number;
  readonly lungs: Lungs | null;
}

export type ScanState =
  | { readonly at: 'start'; readonly refusal: Refusal | null; readonly leftOut: readonly LeftOut[] }
  | { readonly at: 'opening'; readonly run: number; readonly source: Source; readonly fraction: number }
  | {
      readonly at: 'choosing';
      readonly source: Source;
      readonly inventory: Inventory;
      readonly focusedId: string;
      readonly refusal: Refusal | null;
    }
  | { readonly at: 'looking'; readonly run: number; readonly scan: OpenScan; readonly cancelled: boolean }
  | { readonly at: 'measuring'; readonly run: number; readonly scan: OpenScan; readonly progress: Progress }
  | {
      readonly at: 'measured';
      readonly scan: OpenScan;
      readonly result: MeasuredScan;
      readonly stages: readonly Stage[];
    }
  | {
      readonly at: 'refused';
      readonly scan: OpenScan;
      readonly stages: readonly Stage[];
      readonly refusal: Refusal;
      readonly issues: readonly Issue[];
      readonly lungs: Lungs | null;
    };

export type ScanEvent =
  | { readonly type: 'open'; readonly run: number; readonly source: Source }
  | { readonly type: 'open_progress'; readonly run: number; readonly fraction: number }
  | {
      readonly type: 'open_refused';
      readonly run: number;
      readonly refusal: Refusal;
      readonly leftOut: readonly LeftOut[];
    }
  | { readonly type: 'opened'; readonly run: number; readonly inventory: Inventory }
  | { readonly type: 'focus'; readonly seriesId: string }
  | {
      readonly type: 'choose';
      readonly run: number;
      readonly seriesId: string;
      readonly by: 'program' | 'user';
      readonly measure: boolean;
      readonly nowMs: number;
    }
  | { readonly type: 'preview'; readonly run: number; readonly preview: SlicePreview }
  | { readonly type: 'loaded'; readonly run: number; readonly opened: OpenedScan; readonly issues: readonly Issue[] }
  | { readonly type: 'load_refused'; readonly run: number; readonly refusal: Refusal }
  | { readonly type: 'measure'; readonly run: number; readonly nowMs: number }
  | {
      readonly type: 'progress';
      readonly run: number;
      readonly stage: StageId;
      readonly fraction: number;
      readonly nowMs: number;
    }
  | { readonly type: 'tick'; readonly run: number; readonly nowMs: number }
  | { readonly type: 'lungs'; readonly run: number; readonly lungs: Lungs }
  | {
      readonly type: 'measured';
      readonly run: number;
      readonly result: MeasuredScan;
      readonly nowMs: number;
    }
  | { readonly type: 'corrected'; readonly result: MeasuredScan }
  | {
      readonly type: 'measure_refused';
      readonly run: number;
      readonly refusal: Refusal;
      readonly issues: readonly Issue[];
      readonly nowMs: number;
    }
  | { readonly type: 'cancel' }
  | { readonly type: 'back' }
  | { readonly type: 'close' };

export const initialState: ScanState = { at: 'start', refusal: null, leftOut: [] };

/** The state after an event; the same value where the event does not belong to this state or run. */
export function next(state: ScanState, event: ScanEvent): ScanState {
  switch (event.type) {
    case 'open':
      return { at: 'opening', run: event.run, source: event.source, fraction: 0 };
    case 'open_progress':
      if (state.at !== 'opening' || state.run !== event.run) return state;
      return { ...state, fraction: Math.max(state.fraction, event.fraction) };
    case 'open_refused':
      if (state.at !== 'opening' || state.run !== event.run) return state;
      return { at: 'start', refusal: event.refusal, leftOut: event.leftOut };
    case 'opened':
      if (state.at !== 'opening' || state.run !== event.run) return state;
      return chooser(state.source, event.inventory, null);
    case 'focus':
      if (state.at !== 'choosing') return state;
      return { ...state, focusedId: event.seriesId, refusal: null };
    case 'choose':
      return state.at === 'choosing' ? begun(state, event) : state;
    case 'preview':
      return withScan(state, event.run, (scan) => ({ ...scan, preview: event.preview }));
    case 'loaded':
      return withScan(state, event.run, (scan) => ({ ...scan, opened: event.opened, issues: event.issues }));
    case 'load_refused':
      if ((state.at !== 'looking' && state.at !== 'measuring') || state.run !== event.run) return state;
      return { ...chooserOf(state.scan), refusal: event.refusal };
    case 'measure':
      if (state.at !== 'looking' && state.at !== 'measured' && state.at !== 'refused') return state;
      return { at: 'measuring', run: event.run, scan: state.scan, progress: progressFrom(event.nowMs) };
    case 'progress':
      if (state.at !== 'measuring' || state.run !== event.run) return state;
      return { ...state, progress: advanced(state.progress, event.stage, event.fraction, event.nowMs) };
    case 'tick':
      if (state.at !== 'measuring' || state.run !== event.run) return state;
      return { ...state, progress: { ...state.progress, nowMs: event.nowMs } };
    case 'lungs':
      if (state.at !== 'measuring' || state.run !== event.run) return state;
      return { ...state, progress: { ...state.progress, lungs: event.lungs } };
    case 'measured':
      if (state.at !== 'measuring' || state.run !== event.run) return state;
      return {
        at: 'measured',
        scan: state.scan,
        result: event.result,
        stages: finished(state.progress.stages, event.nowMs),
      };
    case 'corrected':
      // only another form of the same scan takes its place
      return state.at === 'measured' &&
        state.result.measured.measurement.scanId === event.result.measured.measurement.scanId
        ? { ...state, result: event.result }
        : state;
    case 'measure_refused':
      if (state.at !== 'measuring' || state.run !== event.run) return state;
      return {
        at: 'refused',
        scan: state.scan,
        stages: stopped(state.progress.stages),
        refusal: event.refusal,
        issues: event.issues,
        lungs: state.progress.lungs,
      };
    case 'cancel':
      return cancelled(state);
    case 'back':
      return isReading(state) ? chooserOf(state.scan) : initialState;
    case 'close':
      return initialState;
    default:
      return state;
  }
}

/** The series that needs no choice: the only measurable one, when it is the best or all there is. */
export function obviousSeries(inventory: Inventory): SeriesSummary | null {
  const measurable = inventory.series.filter((s) => s.verdict !== 'not_for_bv5' && s.refusal === null);
  if (measurable.length !== 1) return null;
  const only = measurable[0];
  return only.verdict === 'best' || inventory.series.length === 1 ? only : null;
}

export type ReadingState = Extract<ScanState, { readonly scan: OpenScan }>;

export function isReading(state: ScanState): state is ReadingState {
  return 'scan' in state;
}

/** Share of the whole that each stage takes, about; only the bar and "about … left" use it. */
const shareOfStage: Readonly<Record<StageId, number>> = {
  read: 0.08,
  lungs: 0.14,
  vessels: 0.3,
  centrelines: 0.08,
  calibre: 0.3,
  blood_volume: 0.1,
};

/** 0…1 over all stages, never falling. */
export function overallFraction(stages: readonly Stage[]): number {
  return Math.min(
    1,
    stages.reduce((sum, s) => sum + shareOfStage[s.id] * (s.phase === 'done' ? 1 : s.fraction), 0),
  );
}

/** Seconds still to go, or null as long as it would be a guess (before 20 %). */
export function secondsLeft(progress: Progress): number | null {
  const fraction = overallFraction(progress.stages);
  if (fraction < 0.2) return null;
  const gone = (progress.nowMs - progress.startedMs) / 1000;
  return (gone / fraction) * (1 - fraction);
}

function chooser(source: Source, inventory: Inventory, refusal: Refusal | null): ScanState {
  const first = inventory.series.toSorted((a, b) => a.rank - b.rank)[0];
  if (first === undefined) return { at: 'start', refusal, leftOut: inventory.leftOut };
  return { at: 'choosing', source, inventory, focusedId: first.id, refusal };
}

function chooserOf(scan: OpenScan): Extract<ScanState, { at: 'choosing' }> {
  return { at: 'choosing', source: scan.source, inventory: scan.inventory, focusedId: scan.series.id, refusal: null };
}

function begun(
  state: Extract<ScanState, { at: 'choosing' }>,
  event: Extract<ScanEvent, { type: 'choose' }>,
): ScanState {
  const series = state.inventory.series.find((s) => s.id === event.seriesId);
  if (series === undefined) return state;
  const scan: OpenScan = {
    source: state.source,
    inventory: state.inventory,
    series,
    chosenBy: event.by,
    preview: null,
    opened: null,
    issues: [],
  };
  return event.measure
    ? { at: 'measuring', run: event.run, scan, progress: progressFrom(event.nowMs) }
    : { at: 'looking', run: event.run, scan, cancelled: false };
}

function withScan(state: ScanState, run: number, change: (scan: OpenScan) => OpenScan): ScanState {
  if ((state.at !== 'looking' && state.at !== 'measuring') || state.run !== run) return state;
  return { ...state, scan: change(state.scan) };
}

function cancelled(state: ScanState): ScanState {
  if (state.at === 'opening') return initialState;
  if (state.at === 'looking' && state.scan.opened === null) return chooserOf(state.scan);
  if (state.at !== 'measuring') return state;
  // a scan whose slices are not yet read has nothing to stay open with
  return state.scan.opened === null
    ? chooserOf(state.scan)
    : { at: 'looking', run: state.run, scan: state.scan, cancelled: true };
}

function progressFrom(nowMs: number): Progress {
  const stages = stageIds.map((id, index): Stage => ({
    id,
    phase: index === 0 ? 'now' : 'waiting',
    fraction: 0,
    startedMs: index === 0 ? nowMs : null,
    seconds: null,
  }));
  return { stages, startedMs: nowMs, nowMs, lungs: null };
}

/** A stage that reports ends all before it; its own fraction never falls. */
function advanced(progress: Progress, stage: StageId, fraction: number, nowMs: number): Progress {
  const current = stageIds.indexOf(stage);
  const stages = progress.stages.map((s, index): Stage => {
    if (index < current) return s.phase === 'done' ? s : closed(s, nowMs);
    if (index > current || s.phase === 'done') return s;
    return { ...s, phase: 'now', fraction: Math.max(s.fraction, fraction), startedMs: s.startedMs ?? nowMs };
  });
  return { ...progress, stages, nowMs };
}

function closed(stage: Stage, nowMs: number): Stage {
  const startedMs = stage.startedMs ?? nowMs;
  return { ...stage, phase: 'done', fraction: 1, startedMs, seconds: (nowMs - startedMs) / 1000 };
}

function finished(stages: readonly Stage[], nowMs: number): readonly Stage[] {
  return stages.map((s) => (s.phase === 'done' ? s : closed(s, nowMs)));
}

/** After a refusal what was done keeps its tick; the rest is waiting again. */
function stopped(stages: readonly Stage[]): readonly Stage[] {
  return stages.map((s) => (s.phase === 'done' ? s : { ...s, phase: 'waiting', fraction: 0 }));
}
