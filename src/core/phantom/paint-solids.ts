/** Solids and sheets of a scene on one plane of the fine lattice, cell by cell of the coarse grid. */
import { planeAt } from './coarse';
import type { Lattice } from './lattice';
import type { Layer, Scene } from './scene';

/** Planes of all fields on the coarse grid at one height, reused from height to height. */
export interface SolidPlanes {
  readonly distances: readonly Float32Array[];
  /** Null for a layer of constant HU. */
  readonly hu: readonly (Float32Array | null)[];
  readonly sheets: readonly { readonly distance: Float32Array; readonly above: Float32Array | null }[];
  /** Distance to the nearer lung. */
  readonly lung: Float32Array;
  readonly otherLung: Float32Array;
  /** First lattice column of each coarse cell, and one past the last; the same for rows. */
  readonly columns: Int32Array;
  readonly rows: Int32Array;
}

export function solidPlanes(scene: Scene, lattice: Lattice): SolidPlanes {
  const { size, originMm, stepMm } = scene.grid;
  const plane = (): Float32Array => new Float32Array(size[0] * size[1]);
  return {
    distances: scene.layers.map(plane),
    hu: scene.layers.map((layer) => (typeof layer.hu === 'number' ? null : plane())),
    sheets: scene.sheets.map((sheet) => ({ distance: plane(), above: sheet.onlyAbove === null ? null : plane() })),
    lung: plane(),
    otherLung: plane(),
    columns: cellStarts(size[0], originMm[0], stepMm, lattice.columns, lattice.firstX, lattice.stepMm),
    rows: cellStarts(size[1], originMm[1], stepMm, lattice.rows, lattice.firstY, lattice.stepMm),
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

/** HU of the scene without its tubes at height z into `out`, lattice.columns · lattice.rows. */
export function paintSolids(scene: Scene, lattice: Lattice, planes: SolidPlanes, z: number, out: Float32Array): void {
  const { grid } = scene;
  scene.layers.forEach((layer, l) => {
    planeAt(grid, layer.distanceMm, z, planes.distances[l]);
    const hu = planes.hu[l];
    if (typeof layer.hu !== 'number' && hu !== null) planeAt(grid, layer.hu, z, hu);
  });
  scene.sheets.forEach((sheet, s) => {
    planeAt(grid, sheet.distanceMm, z, planes.sheets[s].distance);
    const { above } = planes.sheets[s];
    if (sheet.onlyAbove !== null && above !== null) planeAt(grid, sheet.onlyAbove, z, above);
  });
  if (scene.sheets.length > 0) {
    planeAt(grid, scene.rightLungMm, z, planes.lung);
    planeAt(grid, scene.leftLungMm, z, planes.otherLung);
    for (let i = 0; i < planes.lung.length; i += 1) planes.lung[i] = Math.min(planes.lung[i], planes.otherLung[i]);
  }
  const [nx, ny] = grid.size;
  const cell: Cell = { x0: 0, x1: 0, y0: 0, y1: 0, u0: 0, v0: 0, du: lattice.stepMm / grid.stepMm, at: 0, nx };
  for (let j = 0; j + 1 < ny; j += 1) {
    cell.y0 = planes.rows[j];
    cell.y1 = planes.rows[j + 1];
    if (cell.y0 >= cell.y1) continue;
    cell.v0 = (lattice.firstY + cell.y0 * lattice.stepMm - grid.originMm[1]) / grid.stepMm - j;
    for (let i = 0; i + 1 < nx; i += 1) {
      cell.x0 = planes.columns[i];
      cell.x1 = planes.columns[i + 1];
      if (cell.x0 >= cell.x1) continue;
      cell.u0 = (lattice.firstX + cell.x0 * lattice.stepMm - grid.originMm[0]) / grid.stepMm - i;
      cell.at = j * nx + i;
      paintCell(scene, lattice, planes, cell, out);
    }
  }
}

/** Lattice lines of a coarse cell, where its first line lies within it, and its first node. */
interface Cell {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  u0: number;
  v0: number;
  /** Lattice step in cells. */
  du: number;
  at: number;
  nx: number;
}

function paintCell(scene: Scene, lattice: Lattice, planes: SolidPlanes, cell: Cell, out: Float32Array): void {
  const half = lattice.edgeMm / 2;
  // from the top down to the first layer that covers the cell wholly
  let base = scene.layers.length - 1;
  while (base >= 0 && highest(planes.distances[base], cell) + scene.layers[base].insetMm > -half) base -= 1;
  const width = lattice.columns;
  if (base < 0) fill(scene.airHu, cell, width, out);
  else layOver(scene.layers[base], planes, base, lattice.edgeMm, true, cell, width, out);
  for (let l = base + 1; l < scene.layers.length; l += 1) {
    const layer = scene.layers[l];
    if (lowest(planes.distances[l], cell) + layer.insetMm < half) {
      layOver(layer, planes, l, lattice.edgeMm, false, cell, width, out);
    }
  }
  if (scene.sheets.length > 0 && lowest(planes.lung, cell) < half) {
    for (let s = 0; s < scene.sheets.length; s += 1) layIn(scene, s, planes, lattice.edgeMm, cell, width, out);
  }
}

const lowest = (f: Float32Array, c: Cell): number =>
  Math.min(Math.min(f[c.at], f[c.at + 1]), Math.min(f[c.at + c.nx], f[c.at + c.nx + 1]));
const highest = (f: Float32Array, c: Cell): number =>
  Math.max(Math.max(f[c.at], f[c.at + 1]), Math.max(f[c.at + c.nx], f[c.at + c.nx + 1]));

function fill(hu: number, cell: Cell, width: number, out: Float32Array): void {
  for (let y = cell.y0; y < cell.y1; y += 1) out.fill(hu, y * width + cell.x0, y * width + cell.x1);
}

/** Mixes a layer over what is there by how much of each lattice place it covers; all of it for a base. */
function layOver(
  layer: Layer,
  planes: SolidPlanes,
  l: number,
  edgeMm: number,
  isBase: boolean,
  cell: Cell,
  width: number,
  out: Float32Array,
): void {
  const hu = planes.hu[l];
  if (isBase && hu === null && typeof layer.hu === 'number') {
    fill(layer.hu, cell, width, out);
    return;
  }
  const distance = planes.distances[l];
  const constant = typeof layer.hu === 'number' ? layer.hu : 0;
  const far = cell.at + cell.nx;
  for (let y = cell.y0; y < cell.y1; y += 1) {
    const v = Math.min(1, Math.max(0, cell.v0 + (y - cell.y0) * cell.du));
    const d0 = distance[cell.at] + (distance[far] - distance[cell.at]) * v + layer.insetMm;
    const d1 = distance[cell.at + 1] + (distance[far + 1] - distance[cell.at + 1]) * v + layer.insetMm;
    const h0 = hu === null ? constant : hu[cell.at] + (hu[far] - hu[cell.at]) * v;
    const h1 = hu === null ? constant : hu[cell.at + 1] + (hu[far + 1] - hu[cell.at + 1]) * v;
    for (let x = cell.x0; x < cell.x1; x += 1) {
      const u = Math.min(1, Math.max(0, cell.u0 + (x - cell.x0) * cell.du));
      const at = y * width + x;
      const value = h0 + (h1 - h0) * u;
      if (isBase) {
        out[at] = value;
        continue;
      }
      const cover = 0.5 - (d0 + (d1 - d0) * u) / edgeMm;
      if (cover > 0) out[at] += Math.min(1, cover) * (value - out[at]);
    }
  }
}

/** A sheet inside the lungs. */
function layIn(
  scene: Scene,
  s: number,
  planes: SolidPlanes,
  edgeMm: number,
  cell: Cell,
  width: number,
  out: Float32Array,
): void {
  const sheet = scene.sheets[s];
  const { distance, above } = planes.sheets[s];
  const reach = (sheet.thicknessMm + edgeMm) / 2;
  if (lowest(distance, cell) > reach || highest(distance, cell) < -reach) return;
  const full = Math.min(sheet.thicknessMm, edgeMm);
  for (let y = cell.y0; y < cell.y1; y += 1) {
    const v = Math.min(1, Math.max(0, cell.v0 + (y - cell.y0) * cell.du));
    for (let x = cell.x0; x < cell.x1; x += 1) {
      const u = Math.min(1, Math.max(0, cell.u0 + (x - cell.x0) * cell.du));
      const cover = Math.min(full, reach - Math.abs(between(distance, cell, u, v))) / edgeMm;
      if (cover <= 0) continue;
      const inLung = unitRamp(0.5 - between(planes.lung, cell, u, v) / edgeMm);
      const inside = above === null ? inLung : inLung * unitRamp(0.5 + between(above, cell, u, v) / edgeMm);
      const at = y * width + x;
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
