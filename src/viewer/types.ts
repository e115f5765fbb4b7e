/** What the page and the views say to each other; nothing of the drawing libraries shows through here. */
import type { BinName } from '../core/result/types';

export type PlaneName = 'axial' | 'coronal' | 'sagittal';
export const planeNames: readonly PlaneName[] = ['axial', 'coronal', 'sagittal'];

export type SliceTool = 'crosshair' | 'window' | 'pan' | 'zoom' | 'ruler';

/** Grey window in HU: black below level − width / 2, white above level + width / 2. */
export interface GreyWindow {
  readonly levelHu: number;
  readonly widthHu: number;
}

/** Several slices seen as one; a thickness of 0 is one slice. */
export interface Slab {
  readonly thicknessMm: number;
  readonly blend: 'maximum' | 'mean';
}

export type CalibreName = BinName | 'below';
export type BinSwitches = Readonly<Record<CalibreName, boolean>>;

/**
 * The vessels a figure is made of: those with a CSA from … to (half-open), of one side or of both; or single
 * branches.
 */
export interface Lit {
  readonly fromMm2: number;
  readonly toMm2: number;
  /** 1 right, 2 left, 0 both. */
  readonly side: 0 | 1 | 2;
  /** Only these branches, by their number in the stations. */
  readonly branches?: ReadonlySet<number>;
}

/** Stations that are shown as rings, for they count for nothing; positions in LPS millimetres. */
export interface Marks {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  readonly csaMm2: Float32Array;
}

export interface PlaneReport {
  /** 1 is the most superior, anterior or right slice. */
  readonly slice: number;
  readonly count: number;
  /** Patient axis the plane is stacked along (0 L, 1 P, 2 S) and where the slice lies on it. */
  readonly axis: 0 | 1 | 2;
  readonly positionMm: number;
  /** What the slab spans here; 0 where one slice is shown. */
  readonly slabMm: number;
  /** 100 % shows one voxel as one CSS pixel. */
  readonly zoomPercent: number;
  /** Patient directions at the left, right, top and bottom edge. */
  readonly letters: readonly [left: string, right: string, top: string, bottom: string];
  /** Ends of what was looked at, as slice numbers. */
  readonly looked: readonly [first: number, last: number];
}

export interface ViewsReport {
  readonly planes: Readonly<Record<PlaneName, PlaneReport>>;
  /** The voxel under the cross-hair. */
  readonly cross: VoxelReport;
  /** Tilt of the slices in degrees; planes other than axial are not drawn where it is not 0. */
  readonly tiltDegrees: number;
  readonly window: GreyWindow;
}

export interface VoxelReport {
  readonly positionMm: readonly [number, number, number];
  readonly hu: number;
}
