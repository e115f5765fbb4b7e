/**
 * Changes by hand on the scan that is open: a list with a place in it, so that each can be undone, done again or gone
 * back to by its name. Kept in this browser under the scan's own id, and made again when the scan is measured again.
 */
import { computed, inject, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { defaultParameters } from '../../core/parameters';
import { parametersHash, withUnit, formatNumber } from '../../core/result';
import {
  acceptedAfter,
  alterable,
  bloodOf,
  editsOf,
  stationsInBall,
  type Change,
  type ChangeReason,
} from '../../core/vessel-account';
import { version } from '../../core/version';
import type { Vec3 } from '../../core/volume';
import type { MeasuredScan } from '../../engine';
import type { Session } from '../state/session';
import { words } from '../words';
import { keptChanges, keepChanges } from './kept';

export interface CorrectingDesk {
  /** The scan as it was measured; null where nothing is measured. */
  readonly original: ComputedRef<MeasuredScan | null>;
  /** All changes, and how many of them count: those behind were undone. */
  readonly changes: Readonly<Ref<readonly Change[]>>;
  readonly count: Readonly<Ref<number>>;
  /** Figures are being summed; the old ones stay until then. */
  readonly busy: Readonly<Ref<boolean>>;
  readonly panelOn: Ref<boolean>;
  /** Radius of the ball around the cross-hair, mm. */
  readonly radiusMm: Ref<number>;
  /** Blood of a change, mL, with its sign. */
  mlOf(change: Change): number;
  /** What a change of whole branches would alter. */
  stationsOf(branches: readonly number[], kind: Change['kind']): readonly number[];
  stationsAround(positionMm: Vec3): readonly number[];
  apply(
    what: Change['what'],
    kind: Change['kind'],
    reason: ChangeReason,
    name: string,
    stations: readonly number[],
  ): void;
  goTo(count: number): void;
  undo(): void;
  redo(): void;
  discard(): void;
}

const radiusRangeMm = [1, 60] as const;

export function createCorrectingDesk(session: Session, now: () => Date): CorrectingDesk {
  const changes = shallowRef<readonly Change[]>([]);
  const count = ref(0);
  const busy = ref(false);
  const panelOn = ref(false);
  const radius = ref(10);
  let run = 0;
  const measured = shallowRef<MeasuredScan | null>(null);

  const keyOf = (scan: MeasuredScan): string =>
    `${scan.measured.measurement.scanId} ${version} ${parametersHash(defaultParameters)}`;

  watch(session.state, (state) => {
    if (state.at !== 'measured') {
      measured.value = null;
      changes.value = [];
      count.value = 0;
      panelOn.value = false;
      return;
    }
    if (measured.value !== null) return;
    measured.value = state.result;
    const kept = keptChanges(keyOf(state.result), state.result.measured.account.ledger.count);
    changes.value = kept.changes;
    count.value = kept.count;
    if (count.value > 0) void show();
  });

  const accepted = (): Uint8Array | null =>
    measured.value === null ? null : acceptedAfter(measured.value.measured.account, changes.value, count.value);

  /** Sums and shows; of several in a row only the last is shown. */
  async function show(): Promise<void> {
    const scan = measured.value;
    const counting = accepted();
    if (scan === null || counting === null) return;
    run += 1;
    const mine = run;
    keepChanges(keyOf(scan), { changes: changes.value, count: count.value });
    if (count.value === 0) {
      busy.value = false;
      session.show(scan);
      return;
    }
    busy.value = true;
    const corrected = await session.correct(scan, counting, editsOf(changes.value.slice(0, count.value)));
    if (mine !== run) return;
    busy.value = false;
    if (corrected !== null && measured.value === scan) session.show(corrected);
  }

  function goTo(next: number): void {
    const to = Math.min(changes.value.length, Math.max(0, next));
    if (to === count.value) return;
    count.value = to;
    void show();
  }

  return {
    original: computed(() => measured.value),
    changes,
    count,
    busy,
    panelOn,
    radiusMm: computed({
      get: () => radius.value,
      set: (mm) => (radius.value = Math.min(radiusRangeMm[1], Math.max(radiusRangeMm[0], mm))),
    }),
    mlOf(change) {
      if (measured.value === null) return 0;
      const ml = bloodOf(measured.value.measured.account, change.stations);
      return change.kind === 'count' ? ml : -ml;
    },
    stationsOf(branches, kind) {
      const counting = accepted();
      if (measured.value === null || counting === null) return [];
      return alterable(measured.value.measured.account, counting, branches, kind);
    },
    stationsAround(positionMm) {
      const counting = accepted();
      if (measured.value === null || counting === null) return [];
      return stationsInBall(measured.value.measured.account, counting, positionMm, radius.value);
    },
    apply(what, kind, reason, name, stations) {
      // what changes nothing is no step
      if (stations.length === 0 || measured.value === null) return;
      const ml = bloodOf(measured.value.measured.account, stations);
      const size = withUnit(formatNumber(ml, ml < 0.1 ? 3 : 1), 'mL');
      const summary = words.correcting.summary(kind, name, words.correcting.reasons[reason], size);
      const change: Change = { at: now().toISOString(), kind, what, reason, summary, stations };
      changes.value = [...changes.value.slice(0, count.value), change];
      count.value += 1;
      void show();
    },
    goTo,
    undo: () => goTo(count.value - 1),
    redo: () => goTo(count.value + 1),
    discard() {
      changes.value = [];
      count.value = 0;
      void show();
    },
  };
}

export const correctingKey: InjectionKey<CorrectingDesk> = Symbol('correcting');

export function useCorrecting(): CorrectingDesk {
  const desk = inject(correctingKey);
  if (desk === undefined) throw new Error('no changes by hand were provided');
  return desk;
}
