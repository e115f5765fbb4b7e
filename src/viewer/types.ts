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

export type CalibreName = BinName | 'below';
export type BinSwitches = Readonly<Record<CalibreName, boolean>>;

/** The vessels a figure is made of: those with a CSA from … to (half-open), of one side or of both. */
export interface Lit {
  readonly fromMm2: number;
  readonly toMm2: number;
  /** 1 right, 2 left, 0 both. */
  readonly side: 0 | 1 | 2;
}

export interface PlaneReport {
  /** 1 is the most superior, anterior or right slice. */
  readonly slice: number;
  readonly count: number;
  /** Patient axis the plane is stacked along (0 L, 1 P, 2 S) and where the slice lies on it. */
  readonly axis: 0 | 1 | 2;
  readonly positionMm: number;
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
