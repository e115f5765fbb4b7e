/** The vessel that is looked at: where on it, its neighbours, what is beyond it. Click, keys and links all end here. */
import { computed, inject, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import {
  alongMm,
  beyond,
  orientTrees,
  stationPosition,
  stationTable,
  stationsOutward,
  type Tree,
  type VesselAccount,
} from '../../core/vessel-account';
import type { StationTable } from '../../core/result';
import type { Volume } from '../../core/volume';
import type { PickTable } from '../../viewer';
import type { Session } from '../state/session';
import type { View } from '../state/view';

/** What is open: the account with the volume it was measured in. */
export interface OpenVessels {
  readonly account: VesselAccount;
  readonly volume: Volume;
  readonly tree: Tree;
}

export interface SelectedVessel {
  readonly branch: number;
  readonly station: number;
  /** Stations from the root of the tree outwards, and where each lies. */
  readonly stations: readonly number[];
  readonly along: Float64Array;
  /** Position of the station among them. */
  readonly at: number;
}

export interface VesselDesk {
  readonly open: ComputedRef<OpenVessels | null>;
  readonly selected: ComputedRef<SelectedVessel | null>;
  readonly beyondOn: Ref<boolean>;
  /** Branches left out of the vessels, shown as rings and grey lines. */
  readonly leftOut: ComputedRef<StationTable | null>;
  readonly picks: ComputedRef<PickTable | null>;
  /** A row of `picks`. */
  pick(row: number): void;
  select(station: number): void;
  selectBranch(branch: number): void;
  /** Along the vessel, outwards where positive. */
  step(mm: number): void;
  /** To the first child, or back to the parent. */
  go(where: 'child' | 'parent'): void;
  close(): void;
}

export function createVesselDesk(session: Session, view: View): VesselDesk {
  const station = ref<number | null>(null);
  const beyondOn = ref(false);
  const open = computed((): OpenVessels | null => {
    const state = session.state.value;
    if (state.at !== 'measured' || state.scan.opened === null) return null;
    const { account } = state.result.measured;
    const { volume } = state.scan.opened;
    return { account, volume, tree: orientTrees(account, (branch) => counts(account, branch)) };
  });
  const selected = computed((): SelectedVessel | null => {
    if (open.value === null || station.value === null) return null;
    const { account, tree } = open.value;
    const branch = account.ledger.vessel[station.value];
    const stations = stationsOutward(account, tree, branch);
    return {
      branch,
      station: station.value,
      stations,
      along: alongMm(account, stations),
      at: stations.indexOf(station.value),
    };
  });
  const leftOut = computed((): StationTable | null => {
    if (open.value === null || !view.state.leftOutOn) return null;
    const { account } = open.value;
    return stationTable(account, (s) => account.ledger.accepted[s] === 0);
  });
  const all = computed(() => {
    if (open.value === null) return null;
    const { account } = open.value;
    return { table: stationTable(account, () => true), accepted: account.ledger.accepted };
  });
  const picks = computed((): PickTable | null => {
    if (all.value === null) return null;
    const { table, accepted } = all.value;
    return {
      ...table,
      isShown: (row) => (accepted[row] === 0 ? view.state.leftOutOn : isVisible(view, table.csaMm2[row])),
    };
  });

  // a change by hand makes another account of the same scan: the vessel stays
  watch(
    () => open.value?.volume,
    () => close(),
  );
  const lit = shallowRef<ReadonlySet<number> | null>(null);
  watch([selected, beyondOn, open], () => {
    if (open.value === null || selected.value === null) {
      lit.value = null;
      view.state.litVessel = null;
      return;
    }
    const { account, tree } = open.value;
    const { branch } = selected.value;
    const ids = (beyondOn.value ? beyond(tree, branch) : [branch]).map((b) => account.branches.id[b]);
    if (lit.value?.size === ids.length && ids.every((id) => lit.value?.has(id))) return;
    lit.value = new Set(ids);
    view.state.litVessel = { fromMm2: 0, toMm2: Infinity, side: 0, branches: lit.value };
  });

  function select(next: number): void {
    if (open.value === null) return;
    const { account } = open.value;
    if (station.value === null || account.ledger.vessel[station.value] !== account.ledger.vessel[next]) {
      beyondOn.value = false;
    }
    station.value = next;
    view.handle.value?.centreOn(stationPosition(account, next));
  }

  function selectBranch(branch: number): void {
    if (open.value === null) return;
    const { account, tree } = open.value;
    const stations = stationsOutward(account, tree, branch);
    if (stations.length > 0) select(stations[0]);
  }

  function close(): void {
    station.value = null;
    beyondOn.value = false;
  }

  return {
    open,
    selected,
    beyondOn,
    leftOut,
    picks,
    pick: select,
    select,
    selectBranch,
    step(mm) {
      if (selected.value === null) return;
      const { stations, along, at } = selected.value;
      const wanted = along[at] + mm;
      let next = at;
      const by = mm < 0 ? -1 : 1;
      while (next + by >= 0 && next + by < stations.length && (wanted - along[next]) * by > 0) next += by;
      if (next !== at) select(stations[next]);
    },
    go(where) {
      if (open.value === null || selected.value === null) return;
      const { tree } = open.value;
      const { branch } = selected.value;
      const next = where === 'child' ? (tree.children[branch][0] ?? -1) : tree.parent[branch];
      if (next >= 0) selectBranch(next);
    },
    close,
  };
}

/** Whether any station of a branch counts as blood of a vessel. */
export function counts({ branches, ledger }: VesselAccount, branch: number): boolean {
  for (let s = branches.first[branch]; s < branches.first[branch + 1]; s += 1) {
    if (ledger.accepted[s] === 1) return true;
  }
  return false;
}

function isVisible(view: View, csaMm2: number): boolean {
  const { vesselsOn, maskHeld, bins } = view.state;
  if (!vesselsOn || maskHeld) return false;
  return csaMm2 < 1.25 ? bins.below : csaMm2 < 5 ? bins.bv5 : csaMm2 < 10 ? bins.bv5_10 : bins.bv10;
}

export const vesselKey: InjectionKey<VesselDesk> = Symbol('vessel');

export function useVessels(): VesselDesk {
  const desk = inject(vesselKey);
  if (desk === undefined) throw new Error('no vessels were provided');
  return desk;
}
