import { describe, expect, it } from 'vitest';
import { defaultParameters } from '../../../src/core/parameters';
import { isBlob, isBorder, pieceShape } from '../../../src/core/vessels/piece-shape';
import type { Vec3 } from '../../../src/core/volume';

const size: Vec3 = [80, 80, 60];
const spacingMm: Vec3 = [0.7, 0.7, 1];

function voxelsWhere(inside: (x: number, y: number, z: number) => boolean): Int32Array {
  const found: number[] = [];
  for (let at = 0; at < size[0] * size[1] * size[2]; at += 1) {
    const x = ((at % size[0]) - 40) * spacingMm[0];
    const y = ((Math.floor(at / size[0]) % size[1]) - 40) * spacingMm[1];
    const z = (Math.floor(at / (size[0] * size[1])) - 30) * spacingMm[2];
    if (inside(x, y, z)) found.push(at);
  }
  return Int32Array.from(found);
}

const shapeOf = (inside: (x: number, y: number, z: number) => boolean) =>
  pieceShape(voxelsWhere(inside), size, spacingMm);

describe('pieceShape', () => {
  it('knows a ball', () => {
    const shape = shapeOf((x, y, z) => x * x + y * y + z * z < 64);
    for (const spread of shape.spreadMm) expect(Math.abs(spread / (8 / Math.sqrt(5)) - 1)).toBeLessThan(0.02);
    expect(Math.abs(shape.fill - 1.07)).toBeLessThan(0.03);
    expect(isBlob(shape, defaultParameters)).toBe(true);
  });

  it('knows a straight vessel in any direction', () => {
    const shape = shapeOf((x, y, z) => {
      const t = 0.48 * x + 0.6 * y + 0.64 * z;
      return Math.abs(t) < 15 && x * x + y * y + z * z - t * t < 9;
    });
    expect(Math.abs(shape.spreadMm[0] / (30 / Math.sqrt(12)) - 1)).toBeLessThan(0.03);
    expect(Math.abs(shape.spreadMm[1] / 1.5 - 1)).toBeLessThan(0.05);
    expect(Math.abs(shape.spreadMm[2] / 1.5 - 1)).toBeLessThan(0.05);
    expect(Math.abs(shape.fill - 1)).toBeLessThan(0.05);
    expect(isBlob(shape, defaultParameters)).toBe(false);
  });

  it('takes a flat fork of thick vessels for no ball', () => {
    const fork = shapeOf(
      (x, y, z) => Math.abs(y) < 22 && Math.min((x - 0.6 * y) ** 2, (x + 0.6 * y) ** 2) * 0.75 + z * z < 9,
    );
    expect(fork.fill).toBeLessThan(0.7);
    expect(isBlob(fork, defaultParameters)).toBe(false);
  });
});

describe('isBorder', () => {
  const distanceMm = Float32Array.from({ length: size[0] * size[1] * size[2] }, (_, at) => {
    const z = Math.floor(at / (size[0] * size[1]));
    return Math.max(-20, z - 55);
  });

  it('tells a plate along the surface from a vessel that comes through it', () => {
    const plate = voxelsWhere((x, y, z) => z > 21 && z < 25 && x * x + y * y < 400);
    expect(isBorder(plate, distanceMm, defaultParameters)).toBe(true);
    const stem = voxelsWhere((x, y, z) => z > 10 && z < 25 && x * x + y * y < 9);
    expect(isBorder(stem, distanceMm, defaultParameters)).toBe(false);
  });
});
