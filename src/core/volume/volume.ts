/** A CT volume as the measurement sees it: complete, in HU, on its own grid. */
import type { Geometry } from './geometry';

export interface Volume {
  readonly geometry: Geometry;
  /**
   * HU, i fastest, then j, then k; length = size[0]·size[1]·size[2]. Int16 unless a fractional
   * rescale makes Float32 necessary. On shared memory where the host allows it.
   */
  readonly hu: Int16Array | Float32Array;
  /** Stored value outside the reconstruction circle in HU, or null; kept in `hu` as it is. */
  readonly paddingHu: number | null;
}
