/**
 * A smooth surface around the coarse lung shares, by surface nets: one point in each cell that the
 * level passes through, at the mean of the crossings of its edges; one quad across each crossed edge.
 *
 * Chosen over the library's marching cubes, which reports to the console and is several times slower.
 * (S. F. F. Gibson, Constrained elastic surface nets, 1998; without the relaxation.)
 */
import { determinant3, voxelToWorld, type Geometry } from '../core/volume';
import type { LungShape } from './lung-shape';
import type { SurfaceMesh } from './tube-mesh';

const level = 0.5;

/** Points and normals in LPS. */
export function lungSurface(g: Geometry, shape: LungShape): SurfaceMesh {
  const [nx, ny, nz] = shape.size;
  const { shares } = shape;
  const stepY = nx;
  const stepZ = nx * ny;
  /** Number of the point in the cell whose first corner is this voxel, or −1. */
  const pointOf = new Int32Array(shares.length).fill(-1);
  const places: number[] = [];
  const inside = (at: number): boolean => shares[at] > level;

  for (let k = 0; k < nz - 1; k += 1) {
    for (let j = 0; j < ny - 1; j += 1) {
      for (let i = 0; i < nx - 1; i += 1) {
        const at = i + stepY * j + stepZ * k;
        const place = crossingMean(shares, at, stepY, stepZ);
        if (place === null) continue;
        pointOf[at] = places.length / 3;
        places.push(i + place[0], j + place[1], k + place[2]);
      }
    }
  }

  // axes that run left-handed turn every triangle around
  const mirrored = determinant3(g.direction) < 0;
  const cells: number[] = [];
  const addQuad = (at: number, a: number, b: number, flip: boolean): void => {
    const corners = [pointOf[at], pointOf[at - a], pointOf[at - a - b], pointOf[at - b]];
    if (corners.some((corner) => corner < 0)) return;
    const [p, q, r, s] = flip === mirrored ? corners : corners.toReversed();
    cells.push(3, p, q, r, 3, p, r, s);
  };
  for (let k = 1; k < nz - 1; k += 1) {
    for (let j = 1; j < ny - 1; j += 1) {
      for (let i = 1; i < nx - 1; i += 1) {
        const at = i + stepY * j + stepZ * k;
        const here = inside(at);
        // the four cells around each edge that leaves this voxel
        if (here !== inside(at + 1)) addQuad(at, stepY, stepZ, !here);
        if (here !== inside(at + stepY)) addQuad(at, stepZ, 1, !here);
        if (here !== inside(at + stepZ)) addQuad(at, 1, stepY, !here);
      }
    }
  }
  const points = placesInPatient(g, shape, places);
  const polygons = Uint32Array.from(cells);
  return { points, normals: smoothNormals(points, polygons), cells: polygons };
}

/** Mean place of the level's crossings of the twelve edges of a cell, 0…1 from its corner; null for none. */
function crossingMean(
  shares: Float32Array,
  at: number,
  stepY: number,
  stepZ: number,
): readonly [number, number, number] | null {
  let x = 0;
  let y = 0;
  let z = 0;
  let count = 0;
  for (let b = 0; b < 2; b += 1) {
    for (let a = 0; a < 2; a += 1) {
      const alongX = crossing(shares, at + a * stepY + b * stepZ, 1);
      if (alongX >= 0) {
        x += alongX;
        y += a;
        z += b;
        count += 1;
      }
      const alongY = crossing(shares, at + a + b * stepZ, stepY);
      if (alongY >= 0) {
        x += a;
        y += alongY;
        z += b;
        count += 1;
      }
      const alongZ = crossing(shares, at + a + b * stepY, stepZ);
      if (alongZ >= 0) {
        x += a;
        y += b;
        z += alongZ;
        count += 1;
      }
    }
  }
  return count === 0 ? null : [x / count, y / count, z / count];
}

/** Where the level is crossed on the way from a voxel to the next one along `step`; −1 where it is not. */
function crossing(shares: Float32Array, at: number, step: number): number {
  const a = shares[at];
  const b = shares[at + step];
  return a > level === b > level ? -1 : (level - a) / (b - a);
}

function placesInPatient(g: Geometry, shape: LungShape, places: readonly number[]): Float32Array {
  const points = new Float32Array(places.length);
  // the middle of a block, one block of rim taken off
  const fine = (value: number, axis: 0 | 1 | 2): number =>
    (value - 1) * shape.block[axis] + (shape.block[axis] - 1) / 2;
  for (let at = 0; at < places.length; at += 3) {
    points.set(voxelToWorld(g, fine(places[at], 0), fine(places[at + 1], 1), fine(places[at + 2], 2)), at);
  }
  return points;
}

/** Mean normal of the triangles around each point, weighted by their areas. */
function smoothNormals(points: Float32Array, cells: Uint32Array): Float32Array {
  const normals = new Float32Array(points.length);
  for (let cell = 0; cell < cells.length; cell += 4) {
    const [a, b, c] = [3 * cells[cell + 1], 3 * cells[cell + 2], 3 * cells[cell + 3]];
    const ux = points[b] - points[a];
    const uy = points[b + 1] - points[a + 1];
    const uz = points[b + 2] - points[a + 2];
    const vx = points[c] - points[a];
    const vy = points[c + 1] - points[a + 1];
    const vz = points[c + 2] - points[a + 2];
    for (const p of [a, b, c]) {
      normals[p] += uy * vz - uz * vy;
      normals[p + 1] += uz * vx - ux * vz;
      normals[p + 2] += ux * vy - uy * vx;
    }
  }
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.sqrt(normals[at] ** 2 + normals[at + 1] ** 2 + normals[at + 2] ** 2) || 1;
    normals[at] /= length;
    normals[at + 1] /= length;
    normals[at + 2] /= length;
  }
  return normals;
}
