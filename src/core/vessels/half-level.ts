/** HU above which a voxel lies inside a vessel thicker than the blur: half way from its surroundings to blood. */
import { UNCERTAIN, type LungField } from '../lungs';
import type { Parameters } from '../parameters';

export interface HalfLevel {
  readonly labels: Uint8Array;
  readonly bloodHu: number;
  readonly contrastLeastHu: number;
  readonly halfContrast: number;
  /** Level in lung that is marked as dense. */
  readonly denseHu: number;
}

/**
 * Dense lung is as bright as blood without contrast: there, brightness alone makes no vessel (infinite level), only a
 * ridge does. With contrast the level lies half way between dense lung and blood.
 */
export function halfLevel({ labels }: LungField, bloodHu: number, parameters: Parameters): HalfLevel {
  const { bloodEnhancedHu, denseLungHu, halfContrast } = parameters;
  return {
    labels,
    bloodHu,
    contrastLeastHu: parameters.ridgeContrastLeastHu,
    halfContrast,
    denseHu: bloodHu > bloodEnhancedHu ? denseLungHu + halfContrast * (bloodHu - denseLungHu) : Infinity,
  };
}

/** The level at a voxel; `backgroundHu` of the region, which knows aerated lung only. */
export function levelAt(level: HalfLevel, at: number, backgroundHu: number): number {
  if ((level.labels[at] & UNCERTAIN) !== 0) return level.denseHu;
  return backgroundHu + level.halfContrast * Math.max(level.bloodHu - backgroundHu, level.contrastLeastHu);
}
