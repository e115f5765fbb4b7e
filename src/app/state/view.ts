/** How the open scan is looked at: tool, window, layers, what is lit. Only the user changes it. */
import { computed, inject, reactive, shallowRef, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue';
import {
  noSlab,
  windowPresets,
  type BinSwitches,
  type GreyWindow,
  type Lit,
  type PlaneName,
  type Slab,
  type SliceTool,
  type ViewsReport,
  type VoxelReport,
} from '../../viewer';
import type { ViewName } from './preferences';

export interface ViewState {
  tool: SliceTool;
  window: GreyWindow;
  slab: Slab;
  vesselsOn: boolean;
  lungsOn: boolean;
  /** True while H is held. */
  maskHeld: boolean;
  outline: boolean;
  /** What was left out of the vessels is shown, too. */
  leftOutOn: boolean;
  bins: BinSwitches;
  /** Under the pointer, for as long as it is there. */
  hovered: Lit | null;
  /** Clicked; stays until Esc. */
  pinned: Lit | null;
  /** The vessel that is looked at, or all beyond it. */
  litVessel: Lit | null;
  /** What the slice views last reported; null before a volume is shown. */
  report: ViewsReport | null;
  voxel: VoxelReport | null;
  /** The view last touched; keys act on it. */
  active: ViewName;
  /** Bytes the page uses, where the browser tells. */
  memoryBytes: number | null;
}

/** What the views on the screen can be asked to do; there while they are mounted. */
export interface ViewsHandle {
  scrollBy(plane: PlaneName, slices: number): void;
  scrollTo(plane: PlaneName, slice: number): void;
  centreOn(positionMm: readonly [number, number, number]): void;
  fit(what: 'slice' | 'lungs'): void;
}

export interface View {
  readonly state: ViewState;
  readonly lit: ComputedRef<Lit | null>;
  readonly handle: ShallowRef<ViewsHandle | null>;
  /** What lies under the pointer, once it rests there: crossing a table must not redraw at every row. */
  hover(lit: Lit | null): void;
  /** Back to how a newly opened scan is looked at. */
  reset(): void;
}

/** The tool that a newly opened scan has, and that Esc goes back to. */
export const usualTool: SliceTool = 'window';

const fresh = (): Omit<ViewState, 'memoryBytes'> => ({
  tool: usualTool,
  window: windowPresets.lung,
  slab: noSlab,
  vesselsOn: true,
  lungsOn: true,
  maskHeld: false,
  outline: false,
  leftOutOn: false,
  bins: { below: false, bv5: true, bv5_10: true, bv10: true },
  hovered: null,
  pinned: null,
  litVessel: null,
  report: null,
  voxel: null,
  active: 'axial',
});

/** How long a pointer rests before what is under it is lit. */
const hoverRestMs = 80;

export function createView(): View {
  const state = reactive<ViewState>({ ...fresh(), memoryBytes: null });
  let resting: ReturnType<typeof setTimeout> | undefined;
  return {
    state,
    hover(lit) {
      clearTimeout(resting);
      resting = setTimeout(() => (state.hovered = lit), hoverRestMs);
    },
    handle: shallowRef(null),
    lit: computed(() => state.hovered ?? state.litVessel ?? state.pinned),
    reset() {
      clearTimeout(resting);
      Object.assign(state, fresh());
    },
  };
}

export const viewKey: InjectionKey<View> = Symbol('view');

export function useView(): View {
  const view = inject(viewKey);
  if (view === undefined) throw new Error('no view was provided');
  return view;
}
