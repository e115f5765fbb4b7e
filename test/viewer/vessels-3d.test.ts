import { describe, expect, test } from 'vitest';
import type { StationTable } from '../../src/core/result';
import type { Geometry } from '../../src/core/volume';
import { lungShape } from '../../src/viewer/lung-shape';
import { lungSurface } from '../../src/viewer/lung-surface';
import { tubeMesh, type SurfaceMesh } from '../../src/viewer/tube-mesh';
import { axesOf, frontTurn, nearer, sideLetters, turned } from '../../src/viewer/turntable';
import { vesselLines } from '../../src/viewer/vessel-lines';

function branch(rows: readonly { z: number; csaMm2: number; branch?: number; side?: number }[]): StationTable {
  const zeros = (): Float32Array => new Float32Array(rows.length);
  return {
    vessel: new Int32Array(rows.length),
    branch: Int32Array.from(rows, (r) => r.branch ?? 1),
    x: zeros(),
    y: zeros(),
    z: Float32Array.from(rows, (r) => r.z),
    csaMm2: Float32Array.from(rows, (r) => r.csaMm2),
    csaLowMm2: zeros(),
    csaHighMm2: zeros(),
    lengthMm: zeros(),
    ml: zeros(),
    side: Uint8Array.from(rows, (r) => r.side ?? 1),
  };
}

/** Volume enclosed by a closed surface whose triangles turn outward (divergence theorem). */
function volumeOf(mesh: SurfaceMesh): number {
  let volume = 0;
  for (let cell = 0; cell < mesh.cells.length; cell += 4) {
    const [a, b, c] = [1, 2, 3].map((corner) => {
      const at = 3 * mesh.cells[cell + corner];
      return [mesh.points[at], mesh.points[at + 1], mesh.points[at + 2]];
    });
    const cross = [b[1] * c[2] - b[2] * c[1], b[2] * c[0] - b[0] * c[2], b[0] * c[1] - b[1] * c[0]];
    volume += (a[0] * cross[0] + a[1] * cross[1] + a[2] * cross[2]) / 6;
  }
  return volume;
}

describe('lines of the vessels', () => {
  test('a vessel that crosses an edge changes its bin at that station, without a gap', () => {
    const lines = vesselLines(branch([0, 1, 2, 3, 4, 5].map((z) => ({ z, csaMm2: z < 3 ? 6 : 4 }))), 0.5);
    expect(Array.from(lines.bv5_10.starts)).toEqual([0, 4]);
    expect(Array.from(lines.bv5.starts)).toEqual([0, 3]);
    // both hold the station at z = 3
    expect(lines.bv5_10.points[3 * 3 + 2]).toBe(3);
    expect(lines.bv5.points[2]).toBe(3);
    expect(lines.bv5.radiiMm[0]).toBeCloseTo(Math.sqrt(4 / Math.PI), 6);
  });

  test('points nearer than the step are left out, ends never', () => {
    const lines = vesselLines(branch(Array.from({ length: 21 }, (_, n) => ({ z: n * 0.5, csaMm2: 2 }))), 1.5);
    const z = Array.from(lines.bv5.points).filter((_, index) => index % 3 === 2);
    expect(z[0]).toBe(0);
    expect(z.at(-1)).toBe(10);
    expect(z.length).toBeLessThan(10);
  });

  test('branches do not run into each other; a lone station is not drawn', () => {
    const rows = [
      { z: 0, csaMm2: 2, branch: 1 },
      { z: 2, csaMm2: 2, branch: 1 },
      { z: 50, csaMm2: 2, branch: 2 },
      { z: 60, csaMm2: 2, branch: 3 },
      { z: 62, csaMm2: 2, branch: 3 },
    ];
    const lines = vesselLines(branch(rows), 0.5);
    expect(Array.from(lines.bv5.starts)).toEqual([0, 2, 4]);
  });

  test('only what is lit, of one side', () => {
    const rows = [0, 1, 2, 3].map((z) => ({ z, csaMm2: 2, side: z < 2 ? 1 : 2, branch: z < 2 ? 1 : 2 }));
    const lines = vesselLines(branch(rows), 0.5, { fromMm2: 1.25, toMm2: 5, side: 2 });
    expect(Array.from(lines.bv5.points).filter((_, index) => index % 3 === 2)).toEqual([2, 3]);
  });
});

describe('tubes', () => {
  test('the surface lies at the true radius, and its normals point away from the axis', () => {
    const lines = vesselLines(branch([0, 4, 8, 12].map((z) => ({ z, csaMm2: 12 }))), 1).bv10;
    const mesh = tubeMesh(lines, 8);
    const radius = Math.sqrt(12 / Math.PI);
    for (let at = 0; at < mesh.points.length; at += 3) {
      expect(Math.sqrt(mesh.points[at] ** 2 + mesh.points[at + 1] ** 2)).toBeCloseTo(radius, 5);
      const outward = mesh.points[at] * mesh.normals[at] + mesh.points[at + 1] * mesh.normals[at + 1];
      expect(outward).toBeCloseTo(radius, 5);
    }
    expect(mesh.cells).toHaveLength(3 * 8 * 2 * 4);
    // an open prism of eight sides, its ends not counted: two thirds of its volume
    const area = 8 * 0.5 * radius ** 2 * Math.sin(Math.PI / 4);
    expect(volumeOf(mesh)).toBeCloseTo((2 / 3) * area * 12, 3);
  });

  test('points that coincide and sharp bends give no NaN', () => {
    const table = branch([0, 0, 0, 1, 0].map((z) => ({ z, csaMm2: 2 })));
    table.x.set([0, 0, 0, 0, 3]);
    const mesh = tubeMesh(vesselLines(table, 0).bv5, 5);
    expect(mesh.points.some(Number.isNaN)).toBe(false);
    expect(mesh.normals.some(Number.isNaN)).toBe(false);
  });

  test('nothing to draw is no surface', () => {
    expect(tubeMesh(vesselLines(branch([]), 1).bv5, 5).cells).toHaveLength(0);
  });
});

describe('lungs as glass', () => {
  const g = (direction: Geometry['direction']): Geometry => ({
    size: [60, 60, 30],
    spacingMm: [2, 2, 4],
    originMm: [-60, -60, -60],
    direction,
  });
  const ball = new Uint8Array(60 * 60 * 30);
  for (let k = 0; k < 30; k += 1) {
    for (let j = 0; j < 60; j += 1) {
      for (let i = 0; i < 60; i += 1) {
        const r2 = (2 * i - 60) ** 2 + (2 * j - 60) ** 2 + (4 * k - 60) ** 2;
        if (r2 < 45 ** 2) ball[i + 60 * (j + 60 * k)] = 1;
      }
    }
  }

  test.each([
    ['right-handed', [1, 0, 0, 0, 1, 0, 0, 0, 1] as const],
    ['mirrored', [1, 0, 0, 0, 1, 0, 0, 0, -1] as const],
  ])('%s axes: the surface of a ball encloses its volume, turned outward', (_, direction) => {
    const geometry = g(direction);
    const mesh = lungSurface(geometry, lungShape(geometry, ball, 5));
    const truth = (4 / 3) * Math.PI * 45 ** 3;
    expect(volumeOf(mesh) / truth).toBeGreaterThan(0.93);
    expect(volumeOf(mesh) / truth).toBeLessThan(1.03);
    expect(mesh.normals.some(Number.isNaN)).toBe(false);
  });

  test('an empty mask has no surface', () => {
    const geometry = g([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect(lungSurface(geometry, lungShape(geometry, new Uint8Array(ball.length), 5)).cells).toHaveLength(0);
  });
});

describe('the turntable', () => {
  test('from the front the right lung is on the left, the head up', () => {
    const { toEye, up, right } = axesOf(frontTurn);
    expect(toEye.map((v) => v + 0)).toEqual([0, -1, 0]);
    expect(up.map((v) => v + 0)).toEqual([0, 0, 1]);
    expect(right).toEqual([1, 0, 0]);
    expect(sideLetters(frontTurn)).toEqual(['R', 'L']);
  });

  test('axes stay at right angles and the head stays up however it is turned', () => {
    let turn = frontTurn;
    for (let step = 0; step < 20; step += 1) {
      turn = turned(turn, 37, -29);
      const { toEye, up, right } = axesOf(turn);
      const dot = (a: readonly number[], b: readonly number[]): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
      expect(dot(toEye, up)).toBeCloseTo(0, 12);
      expect(dot(toEye, right)).toBeCloseTo(0, 12);
      expect(up[2]).toBeGreaterThan(0);
      expect(Math.abs(turn.azimuthDegrees)).toBeLessThanOrEqual(180);
    }
    expect(sideLetters({ ...frontTurn, azimuthDegrees: 170 })).toEqual(['L', 'R']);
    expect(nearer(frontTurn, 1e9).zoom).toBeLessThan(100);
  });
});
