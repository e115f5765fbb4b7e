import { beforeAll, describe, expect, it } from 'vitest';
import type { Issue, Outcome } from '../../../src/core/issues';
import { plainKernels } from '../../../src/core/kernels';
import { findLungs, LEFT, NEAR_HILUM, RIGHT, UNCERTAIN } from '../../../src/core/lungs';
import type { LungField } from '../../../src/core/lungs';
import { random } from '../../../src/core/maths';
import { inlineParallel } from '../../../src/core/parallel';
import type { Parallel } from '../../../src/core/parallel';
import { defaultParameters } from '../../../src/core/parameters';
import { sampleTrilinear, voxelToWorld, worldToVoxel } from '../../../src/core/volume';
import type { Geometry, Mat3, Volume } from '../../../src/core/volume';
import {
  axialGeometry,
  drawChest,
  leftAxesMm,
  lungMm,
  mlInside,
  mlOf,
  parenchymaHu,
  plainChest,
  rightAxesMm,
  stems,
} from './ellipsoid-chest';
import type { ChestShape } from './ellipsoid-chest';

const parallel = inlineParallel(plainKernels);
const find = (volume: Volume): Promise<Outcome<LungField>> => findLungs(volume, defaultParameters, parallel);

async function fieldOf(volume: Volume): Promise<{ field: LungField; issues: readonly Issue[] }> {
  const outcome = await find(volume);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return { field: outcome.value, issues: outcome.issues };
}

/** Share by which a volume is off; infinite where there is none. */
const offBy = (got: number | null, ml: number): number => (got === null ? Infinity : Math.abs(got / ml - 1));
const ONE_PER_CENT = 0.01;

/** Value of a field of the box at a point of the patient. */
function distanceAt(field: LungField, geometry: Geometry, x: number, y: number, z: number): number {
  const [i, j, k] = worldToVoxel(geometry, x, y, z);
  const { from, size } = field.box;
  return sampleTrilinear(field.distanceMm, size, i - from[0], j - from[1], k - from[2]);
}

function labelAt(field: LungField, geometry: Geometry, x: number, y: number, z: number): number {
  const at = worldToVoxel(geometry, x, y, z).map(Math.round);
  const { from, size } = field.box;
  const [i, j, k] = [at[0] - from[0], at[1] - from[1], at[2] - from[2]];
  const inside = i >= 0 && j >= 0 && k >= 0 && i < size[0] && j < size[1] && k < size[2];
  return inside ? field.labels[(k * size[1] + j) * size[0] + i] : 0;
}

describe('findLungs on a chest of known shape', () => {
  const geometry = axialGeometry([3, 3, 3]);
  let field: LungField;
  let issues: readonly Issue[];

  beforeAll(async () => {
    ({ field, issues } = await fieldOf(drawChest(plainChest, geometry)));
  }, 60_000);

  it('measures both lungs to one per cent, without issues and without cut faces', () => {
    expect(offBy(field.summary.rightMl, mlOf(rightAxesMm))).toBeLessThan(ONE_PER_CENT);
    expect(offBy(field.summary.leftMl, mlOf(leftAxesMm))).toBeLessThan(ONE_PER_CENT);
    expect(field.summary.cutOff).toEqual([]);
    expect(field.summary.uncertainMl).toBe(0);
    expect(issues).toEqual([]);
  });

  it('gives the distance to the surface with an error far below a voxel', () => {
    const draw = random(5);
    let sum = 0;
    let absolute = 0;
    let count = 0;
    while (count < 2000) {
      const [x, y, z] = [300 * draw.uniform() - 150, 180 * draw.uniform() - 90, 220 * draw.uniform() - 110];
      const { right, left } = lungMm(plainChest, x, y, z);
      const truth = Math.min(right, left);
      const nearHilum = Math.abs(x) < 50 && Math.abs(y) < 40 && Math.abs(z) < 50;
      if (Math.abs(truth) > 2 || nearHilum) continue;
      const error = distanceAt(field, geometry, x, y, z) - truth;
      sum += error;
      absolute += Math.abs(error);
      count += 1;
    }
    expect(Math.abs(sum / count)).toBeLessThan(0.1);
    expect(absolute / count).toBeLessThan(0.35);
  });

  it('closes the field across the stems where the pleura would go on', () => {
    for (const stem of stems) {
      for (let t = 0; t <= 1; t += 0.01) {
        const [x, y, z] = [0, 1, 2].map((a) => stem.from[a] + t * (stem.to[a] - stem.from[a]));
        const { right, left } = lungMm(plainChest, x, y, z);
        const truth = Math.min(right, left);
        if (Math.abs(truth) > 4) continue;
        expect(Math.abs(distanceAt(field, geometry, x, y, z) - truth)).toBeLessThan(1.5);
      }
    }
  });

  it('leaves out windpipe, main bronchi, table and the air around the patient', () => {
    for (const z of [122, 100, 60, 45]) expect(labelAt(field, geometry, 0, 6, z)).toBe(0);
    expect(labelAt(field, geometry, -12, 6, 33)).toBe(0);
    expect(labelAt(field, geometry, 12, 6, 33)).toBe(0);
    expect(labelAt(field, geometry, 0, 131, 0)).toBe(0);
    expect(labelAt(field, geometry, -165, -100, 0)).toBe(0);
  });

  it('keeps vessels and bronchi within the lungs, and marks the mediastinal face about the hilum', () => {
    expect(labelAt(field, geometry, -62, -12, 16) & 3).toBe(RIGHT);
    expect(labelAt(field, geometry, -51, 4, 4) & 3).toBe(RIGHT);
    expect(labelAt(field, geometry, 62, -12, 16) & 3).toBe(LEFT);
    expect(labelAt(field, geometry, -25, -11, 13) & NEAR_HILUM).toBe(NEAR_HILUM);
    expect(labelAt(field, geometry, -110, 0, 0)).toBe(RIGHT);
    expect(labelAt(field, geometry, 110, 0, 0)).toBe(LEFT);
  });

  it('has labels exactly where the distance is below 0', () => {
    let differing = 0;
    for (let n = 0; n < field.labels.length; n += 1) {
      if ((field.labels[n] !== 0) !== field.distanceMm[n] < 0) differing += 1;
    }
    expect(differing).toBe(0);
  });

  it('follows the parenchyma between the vessels', () => {
    const { grid, offsetMm, values } = field.background;
    for (const [x, y, z] of [
      [-80, 40, 0],
      [-80, -50, 20],
      [85, 10, -60],
      [70, 0, 10],
    ] as const) {
      const [i, j, k] = worldToVoxel(geometry, x, y, z);
      const at = [i, j, k].map(
        (v, a) => ((v - field.box.from[a]) * geometry.spacingMm[a] - offsetMm[a]) / grid.spacingMm[a],
      );
      expect(Math.abs(sampleTrilinear(values, grid.size, at[0], at[1], at[2]) - parenchymaHu(y))).toBeLessThan(8);
    }
  });

  it('gives the same bits when pieces run in another order on cloned inputs', async () => {
    const backwards: Parallel = {
      map: (task, input, pieces) => {
        const outputs = pieces.toReversed().map((piece) => task.run(input, piece, plainKernels));
        return Promise.resolve(outputs.toReversed());
      },
    };
    const again = await findLungs(drawChest(plainChest, geometry), defaultParameters, backwards);
    if (!again.ok) throw new Error('refused');
    expect(again.value.summary).toEqual(field.summary);
    expect(Buffer.compare(Buffer.from(again.value.distanceMm), Buffer.from(field.distanceMm))).toBe(0);
    expect(Buffer.compare(Buffer.from(again.value.labels), Buffer.from(field.labels))).toBe(0);
  });
});

describe('findLungs on other grids', () => {
  /** The same patient on a grid with other axes; `direction` has its axes as columns. */
  function turned(direction: Mat3, spacingMm: readonly [number, number, number]): Geometry {
    const centre = [0, 10, -6];
    const lengths = [340, 276, 262];
    // length of the patient's box along each grid axis
    const along = (a: number): number =>
      [0, 1, 2].reduce((sum, r) => sum + Math.abs(direction[3 * r + a]) * lengths[r], 0);
    const size = [0, 1, 2].map((a) => Math.round(along(a) / spacingMm[a]));
    const half = size.map((n, a) => ((n - 1) / 2) * spacingMm[a]);
    const origin = centre.map(
      (c, r) => c - direction[3 * r] * half[0] - direction[3 * r + 1] * half[1] - direction[3 * r + 2] * half[2],
    );
    return {
      size: [size[0], size[1], size[2]],
      spacingMm,
      originMm: [origin[0], origin[1], origin[2]],
      direction,
    };
  }

  const c = Math.cos(0.21);
  const s = Math.sin(0.21);
  const grids: readonly (readonly [string, Geometry])[] = [
    ['a sagittal stack, run backwards', turned([0, 0, -1, 1, 0, 0, 0, -1, 0], [4, 3.5, 4])],
    ['a coronal stack', turned([-1, 0, 0, 0, 0, 1, 0, 1, 0], [4, 4, 3.5])],
    ['thick head-first slices with rows from the left', turned([-1, 0, 0, 0, 1, 0, 0, 0, -1], [3.2, 3.2, 5])],
    ['a stack turned by 12 degrees', turned([c, -s, 0, s, c, 0, 0, 0, 1], [4, 4, 4])],
    ['a sheared stack of a tilted gantry', turned([1, 0, 0, 0, 1, s, 0, 0, c], [4, 4, 4])],
  ];

  for (const [name, geometry] of grids) {
    it(`finds sides and volumes in ${name}`, async () => {
      const { field } = await fieldOf(drawChest(plainChest, geometry));
      expect(offBy(field.summary.rightMl, mlOf(rightAxesMm))).toBeLessThan(ONE_PER_CENT);
      expect(offBy(field.summary.leftMl, mlOf(leftAxesMm))).toBeLessThan(ONE_PER_CENT);
      expect(labelAt(field, geometry, -110, 0, 0)).toBe(RIGHT);
      expect(labelAt(field, geometry, 110, 0, 0)).toBe(LEFT);
      expect(field.summary.cutOff).toEqual([]);
      expect(field.grid.spacingMm).toEqual(geometry.spacingMm);
      expect(voxelToWorld(geometry, 0, 0, 0)).toEqual([...geometry.originMm]);
    });
  }
});

describe('findLungs on parts of a chest', () => {
  it('names the faces at which lung is cut off, with their area', async () => {
    const geometry = axialGeometry([4, 4, 4], 64, -136);
    const { field } = await fieldOf(drawChest(plainChest, geometry));
    const inside = mlInside(plainChest, geometry);
    expect(offBy(field.summary.rightMl, inside.right)).toBeLessThan(ONE_PER_CENT);
    expect(offBy(field.summary.leftMl, inside.left)).toBeLessThan(ONE_PER_CENT);
    expect(field.summary.cutOff).toEqual(['superior']);
    const section = ([a, b, c]: readonly [number, number, number]): number => Math.PI * a * b * (1 - (60 / c) ** 2);
    const area = section(rightAxesMm) + section(leftAxesMm);
    expect(Math.abs(field.summary.cutOffMm2[0] / area - 1)).toBeLessThan(0.04);
  });

  it('keeps lung that touches the side of the image, and tells the right lung when it is alone', async () => {
    const shape: ChestShape = { ...plainChest, left: false };
    const whole = axialGeometry();
    const geometry: Geometry = { ...whole, size: [45, 69, 65], originMm: [-175, -70, -136] };
    const { field, issues } = await fieldOf(drawChest(shape, geometry));
    expect(offBy(field.summary.rightMl, mlInside(shape, geometry).right)).toBeLessThan(ONE_PER_CENT);
    expect(field.summary.leftMl).toBeNull();
    expect(field.summary.cutOff).toEqual(['anterior']);
    expect(issues.map((issue) => issue.code)).toEqual(['left_lung_missing']);
  });

  it('tells the left lung when it is alone', async () => {
    const { field, issues } = await fieldOf(drawChest({ ...plainChest, right: false }, axialGeometry()));
    expect(field.summary.rightMl).toBeNull();
    expect(offBy(field.summary.leftMl, mlOf(leftAxesMm))).toBeLessThan(ONE_PER_CENT);
    expect(issues.map((issue) => issue.code)).toEqual(['right_lung_missing']);
  });

  it('does not take gas under the lung, a round field of view or its padding for lung or its edge', async () => {
    const shape: ChestShape = { ...plainChest, gasUnderLeft: true, paddingRadiusMm: 172 };
    const { field } = await fieldOf(drawChest(shape, axialGeometry()));
    expect(offBy(field.summary.rightMl, mlOf(rightAxesMm))).toBeLessThan(ONE_PER_CENT);
    expect(offBy(field.summary.leftMl, mlOf(leftAxesMm))).toBeLessThan(ONE_PER_CENT);
    expect(field.summary.cutOff).toEqual([]);
  });

  it('parts lungs that touch', async () => {
    // two ellipsoids 2 mm into each other
    const shape: ChestShape = { ...plainChest, asideMm: 51 };
    const { field } = await fieldOf(drawChest(shape, axialGeometry()));
    expect(offBy(field.summary.rightMl, mlOf(rightAxesMm))).toBeLessThan(ONE_PER_CENT);
    expect(offBy(field.summary.leftMl, mlOf(leftAxesMm))).toBeLessThan(ONE_PER_CENT);
  });

  it('parts lungs along the pleura between them where that is not the narrowest place', async () => {
    const shape: ChestShape = { ...plainChest, asideMm: 44 };
    const geometry = axialGeometry([3, 3, 3]);
    const volume = drawChest(shape, geometry);
    const wrong = { count: 0, of: 0 };
    // an oblique sheet, one voxel thick, a third as dense as tissue
    const beyondSheet = (x: number, y: number): number => (x - 0.3 * y - 4) / Math.hypot(1, 0.3);
    const [nx, ny, nz] = geometry.size;
    const at = (n: number): [number, number, number] =>
      voxelToWorld(geometry, n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny)));
    const inside = (x: number, y: number, z: number): boolean => {
      const { right, left } = lungMm(shape, x, y, z);
      return Math.min(right, left) < -1;
    };
    for (let n = 0; n < nx * ny * nz; n += 1) {
      const [x, y, z] = at(n);
      if (inside(x, y, z) && Math.abs(beyondSheet(x, y)) < 1.5) volume.hu[n] = -600;
    }
    const { field } = await fieldOf(volume);
    for (let n = 0; n < nx * ny * nz; n += 7) {
      const [x, y, z] = at(n);
      const beyond = beyondSheet(x, y);
      if (!inside(x, y, z) || Math.abs(beyond) < 4 || Math.abs(beyond) > 12) continue;
      wrong.of += 1;
      if ((labelAt(field, geometry, x, y, z) & 3) !== (beyond < 0 ? RIGHT : LEFT)) wrong.count += 1;
    }
    expect(wrong.of).toBeGreaterThan(500);
    expect(wrong.count / wrong.of).toBeLessThan(0.03);
  });

  it('takes half-aerated lung into the field and marks it', async () => {
    const geometry = axialGeometry();
    const volume = drawChest(plainChest, geometry);
    let ml = 0;
    const [nx, ny, nz] = geometry.size;
    for (let k = 0, n = 0; k < nz; k += 1) {
      for (let j = 0; j < ny; j += 1) {
        for (let i = 0; i < nx; i += 1, n += 1) {
          const [x, y, z] = voxelToWorld(geometry, i, j, k);
          if (lungMm(plainChest, x, y, z).right >= 0 || y < 30 || z > 0) continue;
          volume.hu[n] = -300;
          ml += 0.064;
        }
      }
    }
    const { field } = await fieldOf(volume);
    expect(offBy(field.summary.rightMl, mlOf(rightAxesMm))).toBeLessThan(ONE_PER_CENT);
    expect(Math.abs(field.summary.uncertainMl / ml - 1)).toBeLessThan(0.1);
    expect(labelAt(field, geometry, -74, 50, -40) & UNCERTAIN).toBe(UNCERTAIN);
    expect(labelAt(field, geometry, -74, 0, 40) & UNCERTAIN).toBe(0);
  });
});

describe('the regional background', () => {
  it('follows a patch of ground glass and one of emphysema, and is not drawn up by vessels', async () => {
    const geometry = axialGeometry();
    const volume = drawChest(plainChest, geometry);
    const haze = [-88, 10, 40] as const;
    const bulla = [88, 10, -40] as const;
    const [nx, ny, nz] = geometry.size;
    for (let k = 0, n = 0; k < nz; k += 1) {
      for (let j = 0; j < ny; j += 1) {
        for (let i = 0; i < nx; i += 1, n += 1) {
          const [x, y, z] = voxelToWorld(geometry, i, j, k);
          if (Math.hypot(x - haze[0], y - haze[1], z - haze[2]) < 22) volume.hu[n] += 220;
          if (Math.hypot(x - bulla[0], y - bulla[1], z - bulla[2]) < 22) volume.hu[n] -= 90;
        }
      }
    }
    const { field } = await fieldOf(volume);
    const { grid, offsetMm, values } = field.background;
    const at = (x: number, y: number, z: number): number => {
      const ct = worldToVoxel(geometry, x, y, z);
      const [i, j, k] = ct.map(
        (v, a) => ((v - field.box.from[a]) * geometry.spacingMm[a] - offsetMm[a]) / grid.spacingMm[a],
      );
      return sampleTrilinear(values, grid.size, i, j, k);
    };
    expect(Math.abs(at(...haze) - (parenchymaHu(10) + 220))).toBeLessThan(25);
    expect(Math.abs(at(...bulla) - (parenchymaHu(10) - 90))).toBeLessThan(25);
    expect(Math.abs(at(-88, 10, -10) - parenchymaHu(10))).toBeLessThan(10);
    // where the twigs meet
    expect(Math.abs(at(-62, 0, 0) - parenchymaHu(0))).toBeLessThan(15);
  });
});

describe('findLungs where there are none', () => {
  const cube = (n: number, hu: (i: number) => number): Volume => ({
    geometry: { ...axialGeometry(), size: [n, n, n] },
    hu: Int16Array.from({ length: n * n * n }, (_, i) => hu(i)),
    paddingHu: null,
  });
  const draw = random(2);
  const cases: readonly (readonly [string, Volume])[] = [
    ['air alone', cube(40, () => -1000)],
    ['water alone', cube(40, () => 0)],
    ['a cube cut out of a lung', cube(40, () => -850)],
    ['noise', cube(50, () => Math.round(-480 + 900 * draw.normal()))],
    ['a single voxel', cube(1, () => -850)],
    ['padding alone', cube(20, () => -3024)],
  ];
  for (const [name, volume] of cases) {
    it(`refuses ${name}`, async () => {
      const outcome = await find(volume);
      expect(outcome).toMatchObject({ ok: false, refusal: { code: 'no_lungs', exit: 4 } });
    });
  }

  it('refuses a body with a large bubble of plain gas, and tells its size', async () => {
    const geometry = axialGeometry();
    const volume = drawChest({ ...plainChest, right: false, left: false }, geometry);
    const [nx, ny, nz] = geometry.size;
    for (let k = 0, n = 0; k < nz; k += 1) {
      for (let j = 0; j < ny; j += 1) {
        for (let i = 0; i < nx; i += 1, n += 1) {
          const [x, y, z] = voxelToWorld(geometry, i, j, k);
          if (Math.hypot(x + 60, y, z) < 55) volume.hu[n] = -1000;
        }
      }
    }
    const outcome = await find(volume);
    expect(outcome).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('0.70 L') } });
  });
});
