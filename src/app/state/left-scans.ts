/** The scan that was open when its tab was closed: offered on the start page, and gone on with in one click. */
import { inject, onBeforeUnmount, shallowRef, watch, type InjectionKey, type ShallowRef } from 'vue';
import type { LeftScan, OpenScanRecord, OpenScans } from '../../storage';
import { mayRead } from './handles';
import { isReading, type ScanState, type Source } from './machine';
import type { Session } from './session';

export interface LeftScans {
  readonly left: Readonly<ShallowRef<readonly LeftScan[]>>;
  /** Opens it again and goes on where it was; where its files cannot be read the user chooses them again. */
  goOn(scan: LeftScan): Promise<void>;
  forget(scan: LeftScan): void;
  /** With everything else that the browser keeps. */
  forgetAll(): void;
}

export function createLeftScans(
  session: Session,
  scans: OpenScans,
  openHandles: (handles: readonly FileSystemHandle[]) => Promise<void>,
): LeftScans {
  const left = shallowRef<readonly LeftScan[]>([]);
  /** What the user asked to go on with, and what goes on once its series are known. */
  let wanted: LeftScan | null = null;
  let expected: LeftScan | null = null;

  function forget({ id }: LeftScan): void {
    left.value = left.value.filter((scan) => scan.id !== id);
    scans.forget(id);
  }

  /** In the same turn as the series are known: nothing else is measured before. */
  function resume(now: ScanState): void {
    if (now.at !== 'choosing' || expected === null || !isOf(now.source, expected)) return;
    const { at, seriesId } = expected;
    expected = null;
    const series = now.inventory.series.find(({ id, refusal }) => id === seriesId && refusal === null);
    if (series === undefined || at === 'opening') return;
    if (at === 'choosing') session.focus(series.id);
    else void session.choose(series.id, at !== 'looking');
  }

  watch(
    session.state,
    (now, before) => {
      const source = sourceOf(now);
      scans.keep(recordOf(now), source?.handles ?? []);
      if (now.at === 'opening' && before.at !== 'opening') {
        const found = left.value.find((scan) => isOf(now.source, scan)) ?? null;
        // given anew by hand, a scan that was only looked at is measured as any other
        expected = found !== null && (found.id === wanted?.id || found.at !== 'looking') ? found : null;
        wanted = null;
        if (found !== null) forget(found);
      }
      resume(now);
    },
    { flush: 'sync' },
  );
  scans.watchLeft((scan) => (left.value = [...left.value, scan]));
  onBeforeUnmount(() => scans.close());

  return {
    left,
    forget,
    forgetAll() {
      left.value = [];
      scans.forgetAll();
    },
    async goOn(scan) {
      wanted = scan;
      if (scan.isSample) await session.openSample();
      else if (await mayRead(scan.handles)) await openHandles(scan.handles);
      else left.value = left.value.map((one) => (one === scan ? { ...scan, handles: [] } : one));
    },
  };
}

const isOf = (source: Source, scan: LeftScan): boolean =>
  source.label === scan.label && source.isSample === scan.isSample;

function sourceOf(state: ScanState): Source | null {
  if (isReading(state)) return state.scan.source;
  return state.at === 'start' ? null : state.source;
}

function recordOf(state: ScanState): OpenScanRecord | null {
  if (state.at === 'start') return null;
  if (isReading(state)) {
    const { source, series } = state.scan;
    const at = state.at === 'refused' ? 'looking' : state.at;
    return { label: source.label, isSample: source.isSample, at, seriesId: series.id };
  }
  const { label, isSample } = state.source;
  return { label, isSample, at: state.at, seriesId: state.at === 'choosing' ? state.focusedId : null };
}

export const leftScansKey: InjectionKey<LeftScans> = Symbol('left scans');

export function useLeft(): LeftScans {
  const left = inject(leftScansKey);
  if (left === undefined) throw new Error('no scans were provided');
  return left;
}
