/** Where in the lung field vessels can be told from what is around them. */
import { UNCERTAIN, type LungField } from '../lungs';
import type { Parameters } from '../parameters';

export interface VisibleLung {
  readonly distanceMm: Float32Array;
  readonly labels: Uint8Array;
  /** Label bits that take a voxel out. */
  readonly hidden: number;
  /** HU of dense lung. */
  readonly denseHu: number;
}

/** Dense lung is as bright as blood without contrast: there, vessels are not guessed at. */
export function visibleLung({ distanceMm, labels }: LungField, bloodHu: number, parameters: Parameters): VisibleLung {
  const hidden = bloodHu > parameters.bloodEnhancedHu ? 0 : UNCERTAIN;
  return { distanceMm, labels, hidden, denseHu: parameters.denseLungHu };
}

/** Whether a voxel lies deeper than `marginMm` in visible lung. */
export function isVisible({ distanceMm, labels, hidden }: VisibleLung, at: number, marginMm: number): boolean {
  return distanceMm[at] < -marginMm && (labels[at] & hidden) === 0;
}

/** Background of a voxel: that of the region, which knows aerated lung only, or dense lung. */
export function localBackground({ labels, denseHu }: VisibleLung, at: number, regionalHu: number): number {
  return (labels[at] & UNCERTAIN) === 0 ? regionalHu : Math.max(regionalHu, denseHu);
}
