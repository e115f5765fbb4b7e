import { describe, expect, it } from 'vitest';
import {
  labelsAsStored,
  patientFrame,
  standardStorage,
  storedAs,
  voxelToWorld,
  worldToVoxel,
  type Geometry,
  type Storage,
  type Volume,
} from '../../../src/core/volume';

describe('patientFrame', () => {
  it('finds which axis runs left, posterior and superior, and which runs against it', () => {
    expect(patientFrame([1, 0, 0, 0, 1, 0, 0, 0, 1])).toEqual({ axes: [0, 1, 2], flipped: [false, false, false] });
    // sagittal: i posterior, j inferior, k right
    expect(patientFrame([0, 0, -1, 1, 0, 0, 0, -1, 0])).toEqual({ axes: [2, 0, 1], flipped: [true, false, true] });
    // axial, turned by 30 degrees about z, rows from the left
    expect(patientFrame([-0.866, 0.5, 0, -0.5, -0.866, 0, 0, 0, 1])).toEqual({
      axes: [0, 1, 2],
      flipped: [true, true, false],
    });
  });
});

const size = [9, 7, 6] as const;
const axial: Volume = {
  geometry: { size, spacingMm: [0.75, 0.75, 1.5], originMm: [-10, 4, 30], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  hu: Int16Array.from({ length: 9 * 7 * 6 }, (_, at) => ((at * 137) % 900) - 800),
  paddingHu: null,
};
const otherwise: readonly Storage[] = [
  { axes: [0, 1, 2], reversed: [true, true, false] },
  { axes: [0, 1, 2], reversed: [false, true, true] },
  { axes: [1, 0, 2], reversed: [false, false, false] },
  { axes: [2, 0, 1], reversed: [true, false, true] },
  { axes: [2, 1, 0], reversed: [false, true, false] },
];

const at = ({ geometry, hu }: Volume, i: number, j: number, k: number): number =>
  hu[(k * geometry.size[1] + j) * geometry.size[0] + i];

function eachVoxel(visit: (i: number, j: number, k: number) => void): void {
  for (let k = 0; k < size[2]; k += 1)
    for (let j = 0; j < size[1]; j += 1) for (let i = 0; i < size[0]; i += 1) visit(i, j, k);
}

describe('storedAs', () => {
  it('keeps every voxel at its place in the patient', () => {
    for (const storage of otherwise) {
      const changed = storedAs(axial, storage);
      expect(changed.hu).not.toEqual(axial.hu);
      eachVoxel((i, j, k) => {
        const [a, b, c] = worldToVoxel(changed.geometry, ...voxelToWorld(axial.geometry, i, j, k)).map(Math.round);
        expect(at(changed, a, b, c)).toBe(at(axial, i, j, k));
      });
    }
  });

  it('keeps fractions of HU', () => {
    const half: Volume = { ...axial, hu: Float32Array.from(axial.hu, (value) => value + 0.5) };
    expect(at(storedAs(half, otherwise[3]), 5, 0, 6)).toBe(at(axial, 0, 0, 0) + 0.5);
  });
});

describe('standardStorage', () => {
  const back = (volume: Volume): Volume => storedAs(volume, standardStorage(volume.geometry));

  it('brings a scan into one order however it was stored, without a copy where it is in it', () => {
    expect(back(axial)).toBe(axial);
    for (const storage of otherwise) {
      const again = back(storedAs(axial, storage));
      expect(again.hu).toEqual(axial.hu);
      expect(again.geometry.size).toEqual(size);
      expect(again.geometry.spacingMm).toEqual(axial.geometry.spacingMm);
      for (const [n, mm] of again.geometry.originMm.entries()) expect(mm).toBeCloseTo(axial.geometry.originMm[n], 9);
    }
  });

  const slicesOf = (spacingMm: Geometry['spacingMm'], direction: Geometry['direction']): number =>
    standardStorage({ ...axial.geometry, spacingMm, direction }).axes[2];

  it('takes the axis of another step for the slices, else the one along the patient', () => {
    // coronal: i left, j inferior, k posterior
    const coronal = [1, 0, 0, 0, 0, 1, 0, -1, 0] as const;
    expect(slicesOf([0.75, 0.75, 3], coronal)).toBe(2);
    expect(slicesOf([0.75, 1.5, 0.75], coronal)).toBe(1);
    expect(slicesOf([0.75, 0.75, 0.75], coronal)).toBe(1);
    expect(slicesOf([0.75, 0.751, 0.75], coronal)).toBe(1);
    // steps that a header has rounded
    expect(slicesOf([0.703, 0.7, 0.7], coronal)).toBe(1);
  });
});

describe('labelsAsStored', () => {
  it('puts labels of a box where their voxels are in the volume as it was stored', () => {
    const box = { from: [1, 2, 1], size: [4, 3, 2] } as const;
    for (const stored of otherwise.map((storage) => storedAs(axial, storage))) {
      const storage = standardStorage(stored.geometry);
      const labels = Uint8Array.from({ length: 24 }, (_, n) => n + 1);
      const whole = labelsAsStored(labels, stored.geometry.size, box, storage);
      expect(whole.reduce((sum, label) => sum + label, 0)).toBe(300);
      for (let n = 0; n < 24; n += 1) {
        const place = [n % 4, Math.floor(n / 4) % 3, Math.floor(n / 12)].map((p, axis) => p + box.from[axis]);
        const world = voxelToWorld(axial.geometry, place[0], place[1], place[2]);
        const [a, b, c] = worldToVoxel(stored.geometry, ...world).map(Math.round);
        const [nx, ny] = stored.geometry.size;
        expect(whole[(c * ny + b) * nx + a]).toBe(n + 1);
      }
    }
  });
});
