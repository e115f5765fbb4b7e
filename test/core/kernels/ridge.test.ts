import { describe, expect, it } from 'vitest';
import { plainKernels, ridgeHalo, type RidgeAnswer, type RidgeSlab } from '../../../src/core/kernels';
import { random } from '../../../src/core/maths';
import type { Vec3 } from '../../../src/core/volume';

const size: Vec3 = [11, 9, 14];
const taps = [Float32Array.of(0.5, 0.2, 0.05), Float32Array.of(0.6, 0.2), Float32Array.of(0.7, 0.1, 0.05)] as const;
const differences = Float32Array.of(2, 2, 0.6, 0.5, 0.3, 0.3);

function slabOf(hu: Int16Array, from: number, to: number): RidgeSlab {
  const n = size[0] * size[1];
  const halo = ridgeHalo(taps);
  const low = Math.max(0, from - halo);
  const high = Math.min(size[2], to + halo);
  return {
    hu: hu.subarray(low * n, high * n),
    size: [size[0], size[1], high - low],
    from: from - low,
    to: to - low,
    mask: new Uint8Array(n * (to - from)).fill(1),
    taps,
    differences,
    lowestHu: -1024,
    highestHu: 3071,
  };
}

function randomHu(seed: number): Int16Array {
  const draw = random(seed);
  return Int16Array.from({ length: size[0] * size[1] * size[2] }, () => -850 + 300 * draw.normal());
}

describe('ridge kernel', () => {
  it('gives a slab what it gives the whole', () => {
    const hu = randomHu(3);
    const whole = plainKernels.ridge(slabOf(hu, 0, size[2]));
    for (const [from, to] of [
      [0, 3],
      [3, 4],
      [4, 11],
      [11, 14],
    ]) {
      const part = plainKernels.ridge(slabOf(hu, from, to));
      const n = size[0] * size[1];
      for (const name of ['strength', 'valley', 'smoothed'] as const) {
        expect(part[name]).toEqual(whole[name].slice(from * n, to * n));
      }
    }
  });

  it('agrees with double precision and an iterative eigenvalue solver', () => {
    const hu = randomHu(5);
    const got = plainKernels.ridge(slabOf(hu, 0, size[2]));
    const wanted = reference(hu);
    for (const name of ['strength', 'valley', 'smoothed'] as const) {
      let worst = 0;
      got[name].forEach((value, at) => (worst = Math.max(worst, Math.abs(value - wanted[name][at]))));
      // strengths are up to some 1000 HU/mm²
      expect(worst).toBeLessThan(0.01);
    }
  });

  it('clamps padding and metal, and leaves out what is not asked for', () => {
    const padded = Int16Array.from(randomHu(7), (v, n) => (n % 50 === 0 ? -2048 : v));
    const clamped = padded.map((v) => Math.max(v, -1024));
    expect(plainKernels.ridge(slabOf(padded, 0, 14))).toEqual(plainKernels.ridge(slabOf(clamped, 0, 14)));
    const slab = slabOf(padded, 0, 14);
    const none = plainKernels.ridge({ ...slab, mask: new Uint8Array(slab.mask.length) });
    expect(none.strength.every((v) => v === 0)).toBe(true);
    expect(none.valley.every((v) => v === 0)).toBe(true);
  });

  it('refuses slabs whose sizes do not agree', () => {
    const slab = slabOf(randomHu(1), 0, 14);
    expect(() => plainKernels.ridge({ ...slab, to: 15 })).toThrow('sizes');
    expect(() => plainKernels.ridge({ ...slab, mask: new Uint8Array(3) })).toThrow('sizes');
  });
});

const clamp = (q: number, n: number): number => Math.max(0, Math.min(n - 1, q));

/** The same in double precision, written plainly; eigenvalues by Jacobi rotations. */
function reference(hu: Int16Array): { [name in keyof RidgeAnswer]: Float64Array } {
  const [nx, ny, nz] = size;
  const index = (i: number, j: number, k: number): number => (clamp(k, nz) * ny + clamp(j, ny)) * nx + clamp(i, nx);
  const along = (values: Float64Array, axis: 0 | 1 | 2): Float64Array =>
    values.map((_, at) => {
      const p: [number, number, number] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
      let sum = 0;
      for (let t = 1 - taps[axis].length; t < taps[axis].length; t += 1) {
        const q: [number, number, number] = [...p];
        q[axis] += t;
        sum += taps[axis][Math.abs(t)] * values[index(...q)];
      }
      return sum;
    });
  const smoothed = along(
    along(
      along(
        Float64Array.from(hu, (v) => Math.max(-1024, v)),
        2,
      ),
      1,
    ),
    0,
  );
  const strength = new Float64Array(smoothed.length);
  const valley = new Float64Array(smoothed.length);
  smoothed.forEach((c, at) => {
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    const s = (a: number, b: number, d: number): number => smoothed[index(i + a, j + b, k + d)];
    const f = differences;
    const xx = f[0] * (s(1, 0, 0) + s(-1, 0, 0) - 2 * c);
    const yy = f[1] * (s(0, 1, 0) + s(0, -1, 0) - 2 * c);
    const zz = f[2] * (s(0, 0, 1) + s(0, 0, -1) - 2 * c);
    const xy = f[3] * (s(1, 1, 0) + s(-1, -1, 0) - s(1, -1, 0) - s(-1, 1, 0));
    const xz = f[4] * (s(1, 0, 1) + s(-1, 0, -1) - s(1, 0, -1) - s(-1, 0, 1));
    const yz = f[5] * (s(0, 1, 1) + s(0, -1, -1) - s(0, 1, -1) - s(0, -1, 1));
    const [, middle, highest] = eigenvalues([
      [xx, xy, xz],
      [xy, yy, yz],
      [xz, yz, zz],
    ]);
    strength[at] = -middle;
    valley[at] = highest;
  });
  return { strength, valley, smoothed };
}

function eigenvalues(m: number[][]): number[] {
  for (let sweep = 0; sweep < 30; sweep += 1) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      if (Math.abs(m[p][q]) < 1e-13) continue;
      const theta = Math.atan2(2 * m[p][q], m[q][q] - m[p][p]) / 2;
      const [c, s] = [Math.cos(theta), Math.sin(theta)];
      const rotation: number[][] = [0, 1, 2].map((r) => [0, 1, 2].map((t) => (r === t ? 1 : 0)));
      rotation[p][p] = c;
      rotation[q][q] = c;
      rotation[p][q] = s;
      rotation[q][p] = -s;
      m = multiply(transpose(rotation), multiply(m, rotation));
    }
  }
  return [m[0][0], m[1][1], m[2][2]].toSorted((a, b) => a - b);
}

const transpose = (a: number[][]): number[][] => a[0].map((_, c) => a.map((row) => row[c]));
const multiply = (a: number[][], b: number[][]): number[][] =>
  a.map((row) => b[0].map((_, c) => row.reduce((sum, value, r) => sum + value * b[r][c], 0)));
