import { describe, expect, it } from 'vitest';
import { traceCentrelines, type Centreline } from '../../../src/core/centrelines';
import { exp } from '../../../src/core/maths';
import { defaultParameters } from '../../../src/core/parameters';
import type { Vec3 } from '../../../src/core/volume';

const size: Vec3 = [60, 56, 50];
const spacingMm: Vec3 = [0.75, 0.75, 1];
const grid = { size, spacingMm };

/** Vessels given by the distance to their axis: the mask, ridge strength and smoothed HU of the vessel stage. */
function candidates(distanceMm: (x: number, y: number, z: number) => number, radiusMm: number) {
  const n = size[0] * size[1] * size[2];
  const mask = new Uint8Array(n);
  const csaMm2 = new Float32Array(n);
  const smoothedHu = new Int16Array(n);
  for (let at = 0; at < n; at += 1) {
    const i = at % size[0];
    const j = Math.floor(at / size[0]) % size[1];
    const k = Math.floor(at / (size[0] * size[1]));
    const d = distanceMm(i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]);
    const share = exp((-0.5 * d * d) / (radiusMm * radiusMm));
    mask[at] = d < radiusMm ? 1 : 0;
    csaMm2[at] = 3 * share;
    smoothedHu[at] = Math.round(-870 + 600 * share);
  }
  return { mask, csaMm2, smoothedHu };
}

const trace = (distanceMm: (x: number, y: number, z: number) => number, radiusMm: number): Centreline[] =>
  traceCentrelines(candidates(distanceMm, radiusMm), grid, defaultParameters);

const totalMm = (lines: readonly Centreline[]): number => lines.reduce((sum, line) => sum + line.lengthMm, 0);

/** Distance to the straight piece from a to b. */
function toPiece(x: number, y: number, z: number, a: Vec3, b: Vec3): number {
  const d = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const p = [x - a[0], y - a[1], z - a[2]];
  const square = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
  const t = Math.max(0, Math.min(1, (p[0] * d[0] + p[1] * d[1] + p[2] * d[2]) / square));
  return Math.sqrt((p[0] - t * d[0]) ** 2 + (p[1] - t * d[1]) ** 2 + (p[2] - t * d[2]) ** 2);
}

function eachStation(lines: readonly Centreline[], use: (x: number, y: number, z: number) => void): void {
  for (const { points } of lines) {
    for (let p = 0; p < points.length; p += 3) use(points[p], points[p + 1], points[p + 2]);
  }
}

const tips: [Vec3, Vec3, Vec3] = [
  [8, 20, 22],
  [36, 12, 24],
  [22, 34, 41],
];
const fork: Vec3 = [22, 20, 26];
const letterY = (x: number, y: number, z: number): number =>
  Math.min(...tips.map((tip) => toPiece(x, y, z, fork, tip)));

const wavy = (x: number, y: number, z: number): number =>
  Math.min(letterY(x, y, z), toPiece(x, y, z, [30, 30, 10], [10, 34, 12]), toPiece(x, y, z, [14, 20, 24], [12, 8, 40]));

describe('traceCentrelines', () => {
  it.each([
    [0.9, 14],
    [1.3, 14],
    [2, 14],
    [1.3, 8],
  ])('follows an arc within 0.3 voxel: radius %s mm, bend %s mm', (radiusMm, bendMm) => {
    // in a plane tilted against all axes
    const e1 = [0.8, 0.36, 0.48];
    const e2 = [-0.6, 0.48, 0.64];
    const centre = [20, 20, 24];
    const ring = (x: number, y: number, z: number): [number, number, number] => {
      const p = [x - centre[0], y - centre[1], z - centre[2]];
      const a = p[0] * e1[0] + p[1] * e1[1] + p[2] * e1[2];
      const b = p[0] * e2[0] + p[1] * e2[1] + p[2] * e2[2];
      const off2 = p[0] * p[0] + p[1] * p[1] + p[2] * p[2] - a * a - b * b;
      const rho = Math.sqrt(a * a + b * b);
      return [Math.sqrt((rho - bendMm) ** 2 + Math.max(0, off2)), a, b];
    };
    const lines = trace((x, y, z) => {
      const [d, , b] = ring(x, y, z);
      return b > 0 ? d : 99;
    }, radiusMm);
    expect(lines.length).toBe(1);
    expect(lines[0].ends).toEqual([-1, -1]);
    expect(Math.abs(lines[0].lengthMm - Math.PI * bendMm)).toBeLessThan(2 * radiusMm + 1);
    let worst = 0;
    // the cut ends are flat: within a radius of them there is no axis
    eachStation(lines, (x, y, z) => {
      const [d, a, b] = ring(x, y, z);
      if (b > radiusMm + 1 && Math.abs(a) < bendMm) worst = Math.max(worst, d);
    });
    expect(worst).toBeLessThan(0.3 * 0.75);
  });

  it('joins the three arms of a Y in one junction', () => {
    const lines = trace(letterY, 1.4);
    expect(lines.length).toBe(3);
    expect(lines.map((line) => line.id)).toEqual([0, 1, 2]);
    const meeting = lines.map((line) => line.ends.filter((end) => end >= 0));
    expect(meeting).toEqual([[0], [0], [0]]);
    const places = lines.map(({ ends, points }) => (ends[0] >= 0 ? points.slice(0, 3) : points.slice(-3)));
    for (const place of places) {
      place.forEach((mm, axis) => expect(mm).toBeCloseTo(places[0][axis], 9));
      expect(Math.sqrt((place[0] - fork[0]) ** 2 + (place[1] - fork[1]) ** 2 + (place[2] - fork[2]) ** 2)).toBeLessThan(
        1,
      );
    }
    let worst = 0;
    eachStation(lines, (x, y, z) => (worst = Math.max(worst, letterY(x, y, z))));
    expect(worst).toBeLessThan(0.6);
  });

  it('gives stations about 0.75 mm apart whose mask radius is near the radius', () => {
    const [line] = trace((x, y, z) => toPiece(x, y, z, [10, 12, 8], [36, 30, 40]), 1.6);
    const n = line.points.length / 3;
    expect(line.maskRadiusMm.length).toBe(n);
    expect(line.lengthMm / (n - 1)).toBeGreaterThan(0.65);
    expect(line.lengthMm / (n - 1)).toBeLessThan(0.85);
    for (const radius of line.maskRadiusMm.slice(3, -3)) {
      expect(radius).toBeGreaterThan(1);
      expect(radius).toBeLessThan(2.2);
    }
  });

  it('measures the same lengths in the mirror', () => {
    const straight = totalMm(trace(wavy, 1.3));
    const width = (size[0] - 1) * spacingMm[0];
    const depth = (size[1] - 1) * spacingMm[1];
    const height = (size[2] - 1) * spacingMm[2];
    for (const mirrored of [
      trace((x, y, z) => wavy(width - x, y, z), 1.3),
      trace((x, y, z) => wavy(x, depth - y, z), 1.3),
      trace((x, y, z) => wavy(x, y, height - z), 1.3),
    ]) {
      expect(Math.abs(totalMm(mirrored) / straight - 1)).toBeLessThan(0.02);
    }
  });

  it('keeps a ring closed', () => {
    const lines = trace((x, y, z) => {
      const rho = Math.sqrt((x - 22) ** 2 + (y - 20) ** 2);
      return Math.sqrt((rho - 10) ** 2 + (z - 24) ** 2);
    }, 1.4);
    expect(lines.length).toBe(1);
    expect(Math.abs(totalMm(lines) - 2 * Math.PI * 10)).toBeLessThan(2);
  });

  it('finds no line where there is no mask, nor in a speck', () => {
    expect(trace(() => 99, 1)).toEqual([]);
    expect(trace((x, y, z) => toPiece(x, y, z, [20, 20, 20], [20.5, 20, 20]), 0.9)).toEqual([]);
  });
});
