/**
 * Tubes of true radius around lines, as points, normals and triangles for the graphics card.
 *
 * Own arithmetic, for the library's tube filter turns its normals into NaN where a line bends
 * (`f1 * q + f2 * w` on arrays) and takes seconds for the vessels of a lung.
 * Frames are carried along a line by projection, which neither twists nor flips them.
 */
import type { VesselLines } from './vessel-lines';

export interface SurfaceMesh {
  readonly points: Float32Array;
  readonly normals: Float32Array;
  /** Groups of 3 and three point numbers, as vtk wants its cells. */
  readonly cells: Uint32Array;
}

/** `radiusScale` above 1 lays a tube over one of the same line. Ends are open: they lie in other vessels. */
export function tubeMesh(lines: VesselLines, sides: number, radiusScale = 1): SurfaceMesh {
  const runs = lines.starts.length - 1;
  const count = runs > 0 ? lines.starts[runs] : 0;
  const points = new Float32Array(count * sides * 3);
  const normals = new Float32Array(count * sides * 3);
  const cells = new Uint32Array(Math.max(0, count - runs) * sides * 2 * 4);
  const cosines = Array.from({ length: sides }, (_, s) => Math.cos((2 * Math.PI * s) / sides));
  const sines = Array.from({ length: sides }, (_, s) => Math.sin((2 * Math.PI * s) / sides));
  let cell = 0;
  for (let run = 0; run < runs; run += 1) {
    const first = lines.starts[run];
    const end = lines.starts[run + 1];
    let normal: readonly [number, number, number] | null = null;
    for (let p = first; p < end; p += 1) {
      const tangent = tangentAt(lines.points, p, first, end);
      normal = across(tangent, normal);
      const [nx, ny, nz] = normal;
      const bx = tangent[1] * nz - tangent[2] * ny;
      const by = tangent[2] * nx - tangent[0] * nz;
      const bz = tangent[0] * ny - tangent[1] * nx;
      const radius = lines.radiiMm[p] * radiusScale;
      for (let s = 0; s < sides; s += 1) {
        const ox = nx * cosines[s] + bx * sines[s];
        const oy = ny * cosines[s] + by * sines[s];
        const oz = nz * cosines[s] + bz * sines[s];
        const at = (p * sides + s) * 3;
        normals[at] = ox;
        normals[at + 1] = oy;
        normals[at + 2] = oz;
        points[at] = lines.points[3 * p] + ox * radius;
        points[at + 1] = lines.points[3 * p + 1] + oy * radius;
        points[at + 2] = lines.points[3 * p + 2] + oz * radius;
      }
      if (p > first) cell = addRing(cells, cell, p, sides);
    }
  }
  return { points, normals, cells };
}

/** Two triangles a side between the rings of points p − 1 and p, counter-clockwise from outside. */
function addRing(cells: Uint32Array, cell: number, p: number, sides: number): number {
  const before = (p - 1) * sides;
  const here = p * sides;
  let at = cell;
  for (let s = 0; s < sides; s += 1) {
    const t = (s + 1) % sides;
    cells.set([3, before + s, before + t, here + s, 3, before + t, here + t, here + s], at);
    at += 8;
  }
  return at;
}

function tangentAt(points: Float32Array, p: number, first: number, end: number): readonly [number, number, number] {
  const a = 3 * Math.max(first, p - 1);
  const b = 3 * Math.min(end - 1, p + 1);
  const x = points[b] - points[a];
  const y = points[b + 1] - points[a + 1];
  const z = points[b + 2] - points[a + 2];
  const length = Math.sqrt(x * x + y * y + z * z);
  // points that coincide have no direction; any will do
  return length > 0 ? [x / length, y / length, z / length] : [0, 0, 1];
}

/** A unit vector across `tangent`, as near to the one before as can be. */
function across(
  tangent: readonly [number, number, number],
  before: readonly [number, number, number] | null,
): readonly [number, number, number] {
  const [tx, ty, tz] = tangent;
  const candidates: readonly (readonly [number, number, number])[] = [
    ...(before === null ? [] : [before]),
    Math.abs(tx) < 0.9 ? [1, 0, 0] : [0, 1, 0],
  ];
  for (const [cx, cy, cz] of candidates) {
    const along = cx * tx + cy * ty + cz * tz;
    const x = cx - along * tx;
    const y = cy - along * ty;
    const z = cz - along * tz;
    const length = Math.sqrt(x * x + y * y + z * z);
    if (length > 1e-3) return [x / length, y / length, z / length];
  }
  return [0, 0, 1];
}
