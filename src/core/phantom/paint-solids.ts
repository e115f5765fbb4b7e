/** Solids and sheets of a scene on one plane of the fine lattice, cell by cell of the coarse grid. */
import { planeAt } from './coarse';
import type { Lattice } from './lattice';
import type { Scene } from './scene';

/** Planes of all fields on the coarse grid at one height, reused from height to height. */
export interface SolidPlanes {
  /** Every field that is needed once, with its plane. */
  readonly fields: ReadonlyMap<Float32Array, Float32Array>;
  /** Distance to the nearer lung. */
  readonly lung: Float32Array;
  /** First lattice column of each coarse cell, and one past the last; the same for rows. */
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  /** Where each lattice column lies within its cell, 0 … 1; the same for rows. */
  readonly u: Float64Array;
  readonly v: Float64Array;
}

export function solidPlanes(scene: Scene, lattice: Lattice): SolidPlanes {
  const { size, originMm, stepMm } = scene.grid;
  const fields = new Map<Float32Array, Float32Array>();
  const need = (field: Float32Array | number | null): void => {
    if (field instanceof Float32Array) fields.set(field, new Float32Array(size[0] * size[1]));
  };
  for (const layer of scene.layers) for (const field of [layer.distanceMm, layer.hu]) need(field);
  for (const sheet of scene.sheets) for (const field of [sheet.distanceMm, sheet.onlyAbove]) need(field);
  for (const field of [scene.rightLungMm, scene.leftLungMm]) need(field);
  const columns = cellStarts(size[0], originMm[0], stepMm, lattice.columns, lattice.firstX, lattice.stepMm);
  const rows = cellStarts(size[1], originMm[1], stepMm, lattice.rows, lattice.firstY, lattice.stepMm);
  return {
    fields,
    lung: new Float32Array(size[0] * size[1]),
    columns,
    rows,
    u: within(columns, (lattice.firstX - originMm[0]) / stepMm, lattice.stepMm / stepMm),
    v: within(rows, (lattice.firstY - originMm[1]) / stepMm, lattice.stepMm / stepMm),
  };
}

/** First lattice line in each of n − 1 cells, and the number of lines; lines outside go to the outermost cells. */
function cellStarts(
  n: number,
  origin: number,
  cellMm: number,
  lines: number,
  first: number,
  stepMm: number,
): Int32Array {
  const starts = new Int32Array(n);
  for (let c = 1; c < n - 1; c += 1) {
    starts[c] = Math.min(lines, Math.max(0, Math.ceil((origin + c * cellMm - first) / stepMm)));
  }
  starts[n - 1] = lines;
  return starts;
}

/** Place of every line within its cell; lines outside the grid take the border's value. */
function within(starts: Int32Array, first: number, step: number): Float64Array {
  const places = new Float64Array(starts[starts.length - 1]);
  for (let c = 0; c + 1 < starts.length; c += 1) {
    for (let i = starts[c]; i < starts[c + 1]; i += 1) places[i] = Math.min(1, Math.max(0, first + i * step - c));
  }
  return places;
}

/** A layer or sheet with its planes at the height in hand. */
interface Flat {
  readonly distance: Float32Array;
  /** HU a node, or null where it is constant. */
  readonly hu: Float32Array | null;
  readonly constantHu: number;
  readonly insetMm: number;
}

interface FlatSheet {
  readonly distance: Float32Array;
  readonly above: Float32Array | null;
  readonly thicknessMm: number;
  readonly hu: number;
}

/** HU of the scene without its tubes at height z into `out`, lattice.columns · lattice.rows. */
export function paintSolids(scene: Scene, lattice: Lattice, planes: SolidPlanes, z: number, out: Float32Array): void {
  const { grid } = scene;
  for (const [field, plane] of planes.fields) planeAt(grid, field, z, plane);
  const planeOf = (field: Float32Array): Float32Array => planes.fields.get(field) ?? field;
  const right = planeOf(scene.rightLungMm);
  const left = planeOf(scene.leftLungMm);
  for (let i = 0; i < planes.lung.length; i += 1) planes.lung[i] = Math.min(right[i], left[i]);
  const layers = scene.layers.map((layer): Flat => ({
    distance: planeOf(layer.distanceMm),
    hu: typeof layer.hu === 'number' ? null : planeOf(layer.hu),
    constantHu: typeof layer.hu === 'number' ? layer.hu : 0,
    insetMm: layer.insetMm,
  }));
  const sheets = scene.sheets.map((sheet): FlatSheet => ({
    distance: planeOf(sheet.distanceMm),
    above: sheet.onlyAbove === null ? null : planeOf(sheet.onlyAbove),
    thicknessMm: sheet.thicknessMm,
    hu: sheet.hu,
  }));
  const [nx, ny] = grid.size;
  const cell: Cell = { x0: 0, x1: 0, y0: 0, y1: 0, at: 0, nx, width: lattice.columns, edgeMm: lattice.edgeMm };
  for (let j = 0; j + 1 < ny; j += 1) {
    cell.y0 = planes.rows[j];
    cell.y1 = planes.rows[j + 1];
    if (cell.y0 >= cell.y1) continue;
    for (let i = 0; i + 1 < nx; i += 1) {
      cell.x0 = planes.columns[i];
      cell.x1 = planes.columns[i + 1];
      if (cell.x0 >= cell.x1) continue;
      cell.at = j * nx + i;
      paintCell(scene.airHu, layers, planes, cell, out);
      if (lowest(planes.lung, cell) < lattice.edgeMm / 2) {
        for (const sheet of sheets) layIn(sheet, planes, cell, out);
      }
    }
  }
}

/** Lattice lines of a coarse cell, its first node, and what is the same for all cells. */
interface Cell {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  at: number;
  readonly nx: number;
  /** Lattice columns. */
  readonly width: number;
  readonly edgeMm: number;
}

function paintCell(airHu: number, layers: readonly Flat[], planes: SolidPlanes, cell: Cell, out: Float32Array): void {
  const half = cell.edgeMm / 2;
  // from the top down to the first layer that covers the cell wholly
  let base = layers.length - 1;
  while (base >= 0 && highest(layers[base].distance, cell) + layers[base].insetMm > -half) base -= 1;
  if (base < 0) fill(airHu, cell, out);
  else spread(layers[base], planes, cell, out);
  for (let l = base + 1; l < layers.length; l += 1) {
    if (lowest(layers[l].distance, cell) + layers[l].insetMm < half) layOver(layers[l], planes, cell, out);
  }
}

const lowest = (f: Float32Array, c: Cell): number =>
  Math.min(Math.min(f[c.at], f[c.at + 1]), Math.min(f[c.at + c.nx], f[c.at + c.nx + 1]));
const highest = (f: Float32Array, c: Cell): number =>
  Math.max(Math.max(f[c.at], f[c.at + 1]), Math.max(f[c.at + c.nx], f[c.at + c.nx + 1]));

function fill(hu: number, cell: Cell, out: Float32Array): void {
  for (let y = cell.y0; y < cell.y1; y += 1) {
    for (let at = y * cell.width + cell.x0; at < y * cell.width + cell.x1; at += 1) out[at] = hu;
  }
}

/** Fills a cell with a layer. */
function spread(layer: Flat, planes: SolidPlanes, cell: Cell, out: Float32Array): void {
  const field = layer.hu;
  if (field === null) {
    fill(layer.constantHu, cell, out);
    return;
  }
  const far = cell.at + cell.nx;
  for (let y = cell.y0; y < cell.y1; y += 1) {
    const v = planes.v[y];
    const h0 = field[cell.at] + (field[far] - field[cell.at]) * v;
    const h1 = field[cell.at + 1] + (field[far + 1] - field[cell.at + 1]) * v;
    for (let x = cell.x0; x < cell.x1; x += 1) out[y * cell.width + x] = h0 + (h1 - h0) * planes.u[x];
  }
}

/** Mixes a layer over what is there by how much of each lattice place it covers. */
function layOver(layer: Flat, planes: SolidPlanes, cell: Cell, out: Float32Array): void {
  const { distance, hu } = layer;
  const far = cell.at + cell.nx;
  for (let y = cell.y0; y < cell.y1; y += 1) {
    const v = planes.v[y];
    const d0 = distance[cell.at] + (distance[far] - distance[cell.at]) * v + layer.insetMm;
    const d1 = distance[cell.at + 1] + (distance[far + 1] - distance[cell.at + 1]) * v + layer.insetMm;
    const h0 = hu === null ? layer.constantHu : hu[cell.at] + (hu[far] - hu[cell.at]) * v;
    const h1 = hu === null ? layer.constantHu : hu[cell.at + 1] + (hu[far + 1] - hu[cell.at + 1]) * v;
    for (let x = cell.x0; x < cell.x1; x += 1) {
      const u = planes.u[x];
      const cover = 0.5 - (d0 + (d1 - d0) * u) / cell.edgeMm;
      if (cover <= 0) continue;
      const at = y * cell.width + x;
      out[at] += Math.min(1, cover) * (h0 + (h1 - h0) * u - out[at]);
    }
  }
}

/** A sheet inside the lungs. */
function layIn(sheet: FlatSheet, planes: SolidPlanes, cell: Cell, out: Float32Array): void {
  const { distance, above } = sheet;
  const reach = (sheet.thicknessMm + cell.edgeMm) / 2;
  if (lowest(distance, cell) > reach || highest(distance, cell) < -reach) return;
  const full = Math.min(sheet.thicknessMm, cell.edgeMm);
  for (let y = cell.y0; y < cell.y1; y += 1) {
    const v = planes.v[y];
    for (let x = cell.x0; x < cell.x1; x += 1) {
      const u = planes.u[x];
      const cover = Math.min(full, reach - Math.abs(between(distance, cell, u, v))) / cell.edgeMm;
      if (cover <= 0) continue;
      const inLung = unitRamp(0.5 - between(planes.lung, cell, u, v) / cell.edgeMm);
      const inside = above === null ? inLung : inLung * unitRamp(0.5 + between(above, cell, u, v) / cell.edgeMm);
      const at = y * cell.width + x;
      out[at] += cover * inside * (sheet.hu - out[at]);
    }
  }
}

function between(f: Float32Array, c: Cell, u: number, v: number): number {
  const near = f[c.at] + (f[c.at + 1] - f[c.at]) * u;
  const far = f[c.at + c.nx] + (f[c.at + c.nx + 1] - f[c.at + c.nx]) * u;
  return near + (far - near) * v;
}

const unitRamp = (t: number): number => Math.min(1, Math.max(0, t));
