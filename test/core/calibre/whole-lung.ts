/** A lung field that is lung everywhere, for scenes without a chest around them. */
import { RIGHT, type LungField } from '../../../src/core/lungs/types';
import type { Grid } from '../../../src/core/volume';
import { lungHu } from './tube-scenes';

export function wholeLung(grid: Grid, backgroundHu = lungHu): LungField {
  const n = grid.size[0] * grid.size[1] * grid.size[2];
  return {
    box: { from: [0, 0, 0], size: grid.size },
    grid,
    labels: new Uint8Array(n).fill(RIGHT),
    distanceMm: new Float32Array(n).fill(-20),
    background: {
      grid: { size: [2, 2, 2], spacingMm: [100, 100, 100] },
      offsetMm: [-20, -20, -20],
      values: new Float32Array(8).fill(backgroundHu),
    },
    summary: { rightMl: 0, leftMl: null, meanHu: backgroundHu, uncertainMl: 0, cutOff: [], cutOffMm2: [] },
  };
}
