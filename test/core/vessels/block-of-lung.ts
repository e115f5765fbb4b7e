/** A block of lung as the lung stage would hand it on, for tests: inside a margin of soft tissue. */
import type { LungField } from '../../../src/core/lungs';
import { sharedFloat32, type Vec3 } from '../../../src/core/volume';

export const parenchymaHu = -870;

export function blockOfLung(size: Vec3, spacingMm: Vec3, marginVoxels = 3): LungField {
  const [nx, ny, nz] = size;
  const n = nx * ny * nz;
  const distanceMm = sharedFloat32(n);
  const labels = new Uint8Array(n);
  for (let at = 0; at < n; at += 1) {
    const index: Vec3 = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    const depths = index.map((q, axis) => (Math.min(q, size[axis] - 1 - q) - marginVoxels + 0.5) * spacingMm[axis]);
    distanceMm[at] = Math.max(-20, Math.min(20, -Math.min(...depths)));
    labels[at] = distanceMm[at] < 0 ? 1 : 0;
  }
  return {
    box: { from: [0, 0, 0], size },
    grid: { size, spacingMm },
    labels,
    distanceMm,
    background: {
      grid: { size: [2, 2, 2], spacingMm: [nx * spacingMm[0], ny * spacingMm[1], nz * spacingMm[2]] },
      offsetMm: [0, 0, 0],
      values: new Float32Array(8).fill(parenchymaHu),
    },
    summary: {
      rightMl: (n * spacingMm[0] * spacingMm[1] * spacingMm[2]) / 1000,
      leftMl: null,
      meanHu: parenchymaHu,
      uncertainMl: 0,
      cutOff: [],
      cutOffMm2: [],
    },
  };
}

/** HU of the block before anything is added: parenchyma inside, soft tissue around. */
export function emptyLung(lungs: LungField, tissueHu = 50): Float32Array {
  return Float32Array.from(lungs.distanceMm, (mm) => (mm < 0 ? parenchymaHu : tissueHu));
}
