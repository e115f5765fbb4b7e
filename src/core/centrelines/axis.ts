/** From a path of voxels to a smooth axis in mm: moved onto the ridge, smoothed along its length, resampled. */
import { exp } from '../maths';
import type { Vec3 } from '../volume';

/** Fine step of a path while it is smoothed. */
const FINE_MM = 0.25;

export interface RidgeImage {
  /** HU after the ridge filter's smoothing. */
  readonly smoothedHu: Int16Array;
  /** Ridge strength in mm². */
  readonly csaMm2: Float32Array;
  readonly size: Vec3;
  readonly spacingMm: Vec3;
}

/**
 * Position in mm of the ridge nearest to a voxel, in the plane across `tangent`: one Newton step on the smoothed
 * image, at most `mostMm` long. The voxel's own centre where the ridge is weaker than `leastMm2` (inside thick
 * vessels the image is flat) or not a maximum across.
 */
export function onRidge(image: RidgeImage, voxel: number, tangent: Vec3, leastMm2: number, mostMm: number): Vec3 {
  const { smoothedHu: s, size, spacingMm } = image;
  const [nx, ny, nz] = size;
  const [dx, dy, dz] = spacingMm;
  const i = voxel % nx;
  const j = Math.floor(voxel / nx) % ny;
  const k = Math.floor(voxel / (nx * ny));
  const centre: Vec3 = [i * dx, j * dy, k * dz];
  if (image.csaMm2[voxel] < leastMm2) return centre;
  if (i < 1 || j < 1 || k < 1 || i >= nx - 1 || j >= ny - 1 || k >= nz - 1) return centre;
  const y = nx;
  const z = nx * ny;
  const v = voxel;
  const twice = 2 * s[v];
  const gx = (s[v + 1] - s[v - 1]) / (2 * dx);
  const gy = (s[v + y] - s[v - y]) / (2 * dy);
  const gz = (s[v + z] - s[v - z]) / (2 * dz);
  const xx = (s[v + 1] + s[v - 1] - twice) / (dx * dx);
  const yy = (s[v + y] + s[v - y] - twice) / (dy * dy);
  const zz = (s[v + z] + s[v - z] - twice) / (dz * dz);
  const xy = (s[v + 1 + y] + s[v - 1 - y] - s[v + 1 - y] - s[v - 1 + y]) / (4 * dx * dy);
  const xz = (s[v + 1 + z] + s[v - 1 - z] - s[v + 1 - z] - s[v - 1 + z]) / (4 * dx * dz);
  const yz = (s[v + y + z] + s[v - y - z] - s[v + y - z] - s[v - y + z]) / (4 * dy * dz);
  const [e1, e2] = planeAcross(tangent);
  const form = (a: Vec3, b: Vec3): number =>
    a[0] * (xx * b[0] + xy * b[1] + xz * b[2]) +
    a[1] * (xy * b[0] + yy * b[1] + yz * b[2]) +
    a[2] * (xz * b[0] + yz * b[1] + zz * b[2]);
  const h11 = form(e1, e1);
  const h12 = form(e1, e2);
  const h22 = form(e2, e2);
  const det = h11 * h22 - h12 * h12;
  if (!(det > 0 && h11 < 0)) return centre;
  const g1 = gx * e1[0] + gy * e1[1] + gz * e1[2];
  const g2 = gx * e2[0] + gy * e2[1] + gz * e2[2];
  let u = (h12 * g2 - h22 * g1) / det;
  let w = (h12 * g1 - h11 * g2) / det;
  const step = Math.sqrt(u * u + w * w);
  if (step > mostMm) {
    u *= mostMm / step;
    w *= mostMm / step;
  }
  return [centre[0] + u * e1[0] + w * e2[0], centre[1] + u * e1[1] + w * e2[1], centre[2] + u * e1[2] + w * e2[2]];
}

/** Two unit vectors across a unit vector. */
function planeAcross([x, y, z]: Vec3): [Vec3, Vec3] {
  const e1 = Math.abs(z) < 0.7 ? unit(y, -x, 0) : unit(0, z, -y);
  return [e1, [y * e1[2] - z * e1[1], z * e1[0] - x * e1[2], x * e1[1] - y * e1[0]]];
}

/** The vector at length 1; (0, 0, 1) where it has none. */
export function unit(x: number, y: number, z: number): Vec3 {
  const length = Math.sqrt(x * x + y * y + z * z);
  return length > 0 ? [x / length, y / length, z / length] : [0, 0, 1];
}

/** Length along a path at each of its points, mm. */
export function arcLengths(points: Float64Array): Float64Array {
  const n = points.length / 3;
  const along = new Float64Array(n);
  for (let p = 1; p < n; p += 1) {
    const x = points[3 * p] - points[3 * p - 3];
    const y = points[3 * p + 1] - points[3 * p - 2];
    const z = points[3 * p + 2] - points[3 * p - 1];
    along[p] = along[p - 1] + Math.sqrt(x * x + y * y + z * z);
  }
  return along;
}

/** Smooths a path (3 · n values, mm) with a Gaussian along its length; its two ends stay where they are. */
export function smoothPath(points: Float64Array, sigmaMm: number): Float64Array {
  const fine = resample(points, FINE_MM);
  const n = fine.length / 3;
  const reach = Math.ceil((3 * sigmaMm) / FINE_MM);
  const weights = Float64Array.from({ length: reach + 1 }, (_, t) => {
    const q = (t * FINE_MM) / sigmaMm;
    return exp(-0.5 * q * q);
  });
  const out = new Float64Array(fine.length);
  for (let axis = 0; axis < 3; axis += 1) {
    for (let p = 0; p < n; p += 1) {
      let sum = 0;
      let total = 0;
      for (let t = -reach; t <= reach; t += 1) {
        const weight = weights[Math.abs(t)];
        sum += weight * reflected(fine, axis, p + t, n);
        total += weight;
      }
      out[3 * p + axis] = sum / total;
    }
  }
  return out;
}

/** Value before the first or behind the last point: the path turned about its end. */
function reflected(points: Float64Array, axis: number, p: number, n: number): number {
  if (p < 0) return 2 * points[axis] - points[3 * Math.min(n - 1, -p) + axis];
  if (p >= n) return 2 * points[3 * (n - 1) + axis] - points[3 * Math.max(0, 2 * (n - 1) - p) + axis];
  return points[3 * p + axis];
}

/** The same path with points about `stepMm` apart, at least two; its ends are kept. */
export function resample(points: Float64Array, stepMm: number): Float64Array {
  const along = arcLengths(points);
  const total = along[along.length - 1];
  const n = Math.max(2, Math.round(total / stepMm) + 1);
  const out = new Float64Array(3 * n);
  for (let axis = 0; axis < 3; axis += 1) {
    const values = along.map((_, p) => points[3 * p + axis]);
    for (let p = 0; p < n; p += 1) out[3 * p + axis] = interpolate(along, values, (total * p) / (n - 1));
  }
  return out;
}

/** Piecewise linear value at `x`; `xs` rising. */
export function interpolate(xs: Float64Array, values: Float64Array, x: number): number {
  let low = 0;
  let high = xs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  const width = xs[high] - xs[low];
  const share = width > 0 ? Math.min(1, Math.max(0, (x - xs[low]) / width)) : 0;
  return values[low] + share * (values[high] - values[low]);
}
