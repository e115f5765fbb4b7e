/** The comparison: which scan is set beside the open one, and which of the two is A. */
import { computed, inject, ref, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { compareScans, type ScanPair } from '../../core/scan-pair';
import type { StoredScan } from '../../storage';
import type { Session } from '../state/session';
import type { Comparison } from '../state/study';
import type { Workspace } from '../state/workspace';

export interface ComparingDesk {
  readonly panelOn: Ref<boolean>;
  /** The open scan as the workspace keeps it. */
  readonly open: ComputedRef<StoredScan | null>;
  readonly others: ComputedRef<readonly StoredScan[]>;
  readonly otherId: Ref<string | null>;
  readonly a: ComputedRef<StoredScan | null>;
  readonly b: ComputedRef<StoredScan | null>;
  readonly pair: ComputedRef<ScanPair | null>;
  swap(): void;
}

export function createComparingDesk(session: Session, workspace: Workspace): ComparingDesk {
  const panelOn = ref(false);
  const openId = computed(() =>
    session.state.value.at === 'measured' ? session.state.value.result.measured.measurement.scanId : null,
  );
  const scans = computed(() => workspace.records.value.scans);
  const open = computed(() => (openId.value === null ? null : (scans.value.get(openId.value) ?? null)));
  const others = computed(() =>
    [...scans.value.values()].filter(({ id }) => id !== openId.value).toSorted(byPatientOf(open.value)),
  );
  /** Kept with the study: the same scan opened again is set beside the same other one. */
  const chosen = computed(
    (): Comparison => workspace.settings.value.comparisons[openId.value ?? ''] ?? { otherId: null, swapped: false },
  );
  function choose(comparison: Comparison): void {
    const { comparisons } = workspace.settings.value;
    if (openId.value !== null) workspace.remember({ comparisons: { ...comparisons, [openId.value]: comparison } });
  }
  const other = computed(() => others.value.find(({ id }) => id === chosen.value.otherId) ?? others.value[0] ?? null);
  // the earlier one is A; without times the other one
  const otherFirst = computed(() => {
    const [mine, its] = [open.value?.ctAt ?? null, other.value?.ctAt ?? null];
    return (mine === null || its === null || its <= mine) !== chosen.value.swapped;
  });
  const a = computed(() => (otherFirst.value ? other.value : open.value));
  const b = computed(() => (otherFirst.value ? open.value : other.value));
  watch(openId, () => (panelOn.value = false));
  return {
    panelOn,
    open,
    others,
    otherId: computed({
      get: () => other.value?.id ?? null,
      set: (otherId) => choose({ otherId, swapped: false }),
    }),
    a,
    b,
    pair: computed(() => (a.value === null || b.value === null ? null : compareScans(a.value.row, b.value.row))),
    swap: () => choose({ ...chosen.value, swapped: !chosen.value.swapped }),
  };
}

/** Scans of the same patient first, then by label. */
function byPatientOf(open: StoredScan | null): (x: StoredScan, y: StoredScan) => number {
  const patientOf = (scan: StoredScan): string => scan.patientId ?? scan.label;
  const far = (scan: StoredScan): number => (open !== null && patientOf(scan) === patientOf(open) ? 0 : 1);
  return (x, y) => far(x) - far(y) || x.label.localeCompare(y.label, 'en');
}

export const comparingKey: InjectionKey<ComparingDesk> = Symbol('comparing');

export function useComparing(): ComparingDesk {
  const desk = inject(comparingKey);
  if (desk === undefined) throw new Error('no comparison was provided');
  return desk;
}
