/** What the vessel stage takes and hands on. Arrays are on the lung box, i fastest. */
import type { Estimate } from '../estimates';
import type { LungField } from '../lungs';

/** Values of `Candidates.core`. */
export const VESSEL_CORE = 1;
export const LUMP = 2;

/** Row of a ball: offset along j and k, half length along i, in voxels. */
export type BallRow = readonly [number, number, number];

export interface CandidateInput {
  /** HU of the lung box. */
  readonly hu: Int16Array | Float32Array;
  readonly lungs: LungField;
  readonly bloodHu: number;
  /** Standard deviation of the scanner's blur in the slice plane and along k, mm. */
  readonly psfSigmaMm: number;
  readonly psfSigmaZMm: number;
}

export interface Candidates {
  /** 1 where a vessel may be; owned by the caller. */
  readonly mask: Uint8Array;
  /** Ridge strength as an area in mm² (0 outside the lung field); volume-sized, drop it after the centrelines. */
  readonly csaMm2: Float32Array;
  /** HU smoothed to the blur of the ridge filter, cut to whole HU; drop it after the centrelines. */
  readonly smoothedHu: Int16Array;
  /** VESSEL_CORE inside vessels thicker than the opening ball, of BV10 but for the mouths of branches; LUMP in what is as thick but no vessel. */
  readonly core: Uint8Array;
  readonly coreMl: number;
  /** Thick bright pieces that are no vessels: nodules by their shape, misplaced border by its place. Not in `mask`. */
  readonly notVesselsMl: number;
  /** Standard deviation of the ridge strength from noise, mm². */
  readonly ridgeNoiseMm2: number;
  /** Total blur of the ridge filter, mm. */
  readonly ridgeSigmaMm: number;
  readonly detectionLimitMm2: Estimate;
}
