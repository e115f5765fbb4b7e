/** What the lung stage hands on: where the lungs are, how deep each point lies, what parenchyma looks like. */
import type { Box, Grid } from '../volume';

/** Labels of `LungField.labels` and of lungs.nii.gz. */
export const OUTSIDE = 0;
export const RIGHT = 1;
export const LEFT = 2;
/** Added to a side where the lung is dense and its border uncertain. */
export const UNCERTAIN = 8;
/** Added to a side within 10 mm of the mediastinal face; never written to a file. */
export const NEAR_HILUM = 16;

/** Patient directions in which lung touches the edge of the scan. */
export type CutOff = 'superior' | 'inferior' | 'anterior' | 'posterior' | 'left' | 'right';

/** Values on a coarse grid whose voxel (0,0,0) is centred at `offsetMm` of the box frame. */
export interface CoarseField {
  readonly grid: Grid;
  readonly offsetMm: readonly [number, number, number];
  readonly values: Float32Array;
}

export interface LungField {
  /** Box of the CT grid that holds both lungs and a margin. Everything below is on this box. */
  readonly box: Box;
  /** size = box.size, spacing of the CT. */
  readonly grid: Grid;
  /** Right/left side and marks of each voxel, see the constants above; set wherever `distanceMm` < 0, and in airless lung. */
  readonly labels: Uint8Array;
  /**
   * Signed distance in mm to the surface of the lung in which blood can be measured, negative inside, sub-voxel; clamped
   * to ±20 mm. Airless lung lies outside it.
   */
  readonly distanceMm: Float32Array;
  /** Regional HU of the parenchyma between the vessels. */
  readonly background: CoarseField;
  readonly summary: LungSummary;
}

export interface LungSummary {
  readonly rightMl: number | null;
  readonly leftMl: number | null;
  readonly meanHu: number;
  readonly uncertainMl: number;
  readonly cutOff: readonly CutOff[];
  /** Area in mm² of lung on each cut face, same order as `cutOff`. */
  readonly cutOffMm2: readonly number[];
}
