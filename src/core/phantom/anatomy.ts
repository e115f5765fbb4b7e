/** The solids of a chest on the coarse grid, each turned into a distance in mm. */
import { piecesOf } from '../parallel';
import type { Parallel, Task } from '../parallel';
import { anatomyAt, anatomyFields, levelAt } from './body';
import type { AnatomyField, BodyShape } from './body';
import { newField } from './coarse';
import { keepLargest } from './pockets';
import type { CoarseGrid } from './scene';

export type Anatomy = Readonly<Record<AnatomyField, Float32Array>>;

interface AnatomyInput {
  readonly grid: CoarseGrid;
  readonly shape: BodyShape;
  readonly scale: number;
  readonly fields: readonly Float32Array[];
}

/** Distances further from a surface than this carry no meaning and are clipped. */
const farMm = 60;

/** Coarse planes from … to of every field. Writes its own planes only. */
export const anatomyTask: Task<AnatomyInput, null> = {
  id: 'phantom/anatomy',
  run: (input, piece) => {
    const [nx, ny] = input.grid.size;
    const plane = nx * ny;
    // raw values of three planes: below, here, above
    let below = rawPlane(input, piece.from - 1);
    let here = rawPlane(input, piece.from);
    for (let k = piece.from; k < piece.to; k += 1) {
      const above = rawPlane(input, k + 1);
      for (let f = 0; f < anatomyFields.length; f += 1) {
        const target = input.fields[f].subarray(k * plane, (k + 1) * plane);
        toDistances(here[f], below[f], above[f], nx, ny, input.grid.stepMm, target);
      }
      below = here;
      here = above;
    }
    return null;
  },
};

export async function anatomyOf(
  grid: CoarseGrid,
  shape: BodyShape,
  scale: number,
  parallel: Parallel,
): Promise<Anatomy> {
  const fields = anatomyFields.map(() => newField(grid));
  await parallel.map(anatomyTask, { grid, shape, scale, fields }, piecesOf(grid.size[2], 8));
  keepLargest(grid, fields[anatomyFields.indexOf('right')]);
  keepLargest(grid, fields[anatomyFields.indexOf('left')]);
  const of = (name: AnatomyField): Float32Array => fields[anatomyFields.indexOf(name)];
  return {
    right: of('right'),
    left: of('left'),
    body: of('body'),
    cavity: of('cavity'),
    abdomen: of('abdomen'),
    abdominalFat: of('abdominalFat'),
    bone: of('bone'),
    cartilage: of('cartilage'),
    soft: of('soft'),
    couch: of('couch'),
    rightPool: of('rightPool'),
    leftPool: of('leftPool'),
    oblique: of('oblique'),
    horizontal: of('horizontal'),
  };
}

function rawPlane(input: AnatomyInput, k: number): Float64Array[] {
  const { grid, scale } = input;
  const [nx, ny] = grid.size;
  const planes = anatomyFields.map(() => new Float64Array(nx * ny));
  const out = new Float64Array(anatomyFields.length);
  const level = levelAt(input.shape, (grid.originMm[2] + k * grid.stepMm) / scale);
  for (let j = 0; j < ny; j += 1) {
    const y = (grid.originMm[1] + j * grid.stepMm) / scale;
    for (let i = 0; i < nx; i += 1) {
      anatomyAt(input.shape, level, (grid.originMm[0] + i * grid.stepMm) / scale, y, out);
      for (let f = 0; f < planes.length; f += 1) planes[f][j * nx + i] = out[f] * scale;
    }
  }
  return planes;
}

/** First-order distance: value over the length of its gradient. */
function toDistances(
  here: Float64Array,
  below: Float64Array,
  above: Float64Array,
  nx: number,
  ny: number,
  stepMm: number,
  target: Float32Array,
): void {
  for (let j = 0; j < ny; j += 1) {
    const up = j + 1 < ny ? nx : 0;
    const down = j > 0 ? nx : 0;
    for (let i = 0; i < nx; i += 1) {
      const at = j * nx + i;
      const next = i + 1 < nx ? 1 : 0;
      const last = i > 0 ? 1 : 0;
      const gx = (here[at + next] - here[at - last]) / ((next + last) * stepMm);
      const gy = (here[at + up] - here[at - down]) / (((up + down) / nx) * stepMm);
      const gz = (above[at] - below[at]) / (2 * stepMm);
      const slope = Math.max(0.25, Math.sqrt(gx * gx + gy * gy + gz * gz));
      target[at] = Math.min(farMm, Math.max(-farMm, here[at] / slope));
    }
  }
}
