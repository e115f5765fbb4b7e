/** Vessels with their size: the calibre stage's answer. Coordinates: grid millimetres of the lung box. */
export const rejectReasons = [
  'poor_fit',
  'sheet',
  'airway_wall',
  'mucus_plug',
  'unenhanced',
  'speck',
  'below_detection',
  'blob',
] as const;
export type RejectReason = (typeof rejectReasons)[number];

export interface Vessel {
  readonly id: number;
  /** x, y, z of each station after re-centring, mm; 3 · n. */
  readonly points: Float64Array;
  /** Unit tangents, 3 · n. */
  readonly tangents: Float64Array;
  /** Cross-sectional area of the blood column, mm². */
  readonly csaMm2: Float64Array;
  /** One standard deviation of ln CSA at each station. */
  readonly csaLogSd: Float64Array;
  /** HU of the blood in this vessel, and one standard deviation of what sets it apart from the scan's value. */
  readonly bloodHu: number;
  readonly bloodSdHu: number;
  /** Background under the vessel, HU. */
  readonly backgroundHu: Float64Array;
  /** Length each station stands for, mm; sums to the vessel's length. */
  readonly lengthsMm: Float64Array;
  readonly ends: readonly [number, number];
  /** Median R² of the fits, 0…1. */
  readonly fitR2: number;
  readonly rejected: RejectReason | null;
}
