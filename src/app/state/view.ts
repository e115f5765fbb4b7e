/** How the open scan is looked at: tool, window, layers, what is lit. Only the user changes it. */
import { computed, inject, reactive, type ComputedRef, type InjectionKey } from 'vue';
import {
  windowPresets,
  type BinSwitches,
  type GreyWindow,
  type Lit,
  type SliceTool,
  type ViewsReport,
  type VoxelReport,
} from '../../viewer';

export interface ViewState {
  tool: SliceTool;
  window: GreyWindow;
  vesselsOn: boolean;
  lungsOn: boolean;
  /** True while H is held. */
  maskHeld: boolean;
  outline: boolean;
  bins: BinSwitches;
  /** Under the pointer, for as long as it is there. */
  hovered: Lit | null;
  /** Clicked; stays until Esc. */
  pinned: Lit | null;
  /** What the slice views last reported; null before a volume is shown. */
  report: ViewsReport | null;
  voxel: VoxelReport | null;
  /** Bytes the page uses, where the browser tells. */
  memoryBytes: number | null;
  graphics: 'unknown' | 'works' | 'none' | 'lost';
}

export interface View {
  readonly state: ViewState;
  readonly lit: ComputedRef<Lit | null>;
  /** Back to how a newly opened scan is looked at. */
  reset(): void;
}

const fresh = (): Omit<ViewState, 'memoryBytes' | 'graphics'> => ({
  tool: 'window',
  window: windowPresets.lung,
  vesselsOn: true,
  lungsOn: true,
  maskHeld: false,
  outline: false,
  bins: { below: false, bv5: true, bv5_10: true, bv10: true },
  hovered: null,
  pinned: null,
  report: null,
  voxel: null,
});

export function createView(): View {
  const state = reactive<ViewState>({ ...fresh(), memoryBytes: null, graphics: 'unknown' });
  return {
    state,
    lit: computed(() => state.hovered ?? state.pinned),
    reset: () => Object.assign(state, fresh()),
  };
}

export const viewKey: InjectionKey<View> = Symbol('view');

export function useView(): View {
  const view = inject(viewKey);
  if (view === undefined) throw new Error('no view was provided');
  return view;
}
