/** Whether a ball fits into a bright region, asked between the voxels. */
import { sampleTrilinear, type Vec3 } from '../volume';

/** Whether the whole sphere around a voxel is above a level. */
export function isAbove(
  hu: Int16Array | Float32Array,
  size: Vec3,
  i: number,
  j: number,
  k: number,
  sphere: Float64Array,
  levelHu: number,
): boolean {
  for (let s = 0; s < sphere.length; s += 3) {
    if (sampleTrilinear(hu, size, i + sphere[s], j + sphere[s + 1], k + sphere[s + 2]) <= levelHu) return false;
  }
  return true;
}

/**
 * 98 directions as steps in voxels to a sphere: all integer vectors up to (2, 2, 1) and their kin, at most 11° apart
 * and the same under every mirror. Axes first: they end most searches.
 */
export function sphereSteps([dx, dy, dz]: Vec3, radiusMm: number): Float64Array {
  const directions: { steps: Vec3; length: number }[] = [];
  for (let c = -2; c <= 2; c += 1) {
    for (let b = -2; b <= 2; b += 1) {
      for (let a = -2; a <= 2; a += 1) {
        const doubled = a % 2 === 0 && b % 2 === 0 && c % 2 === 0;
        if (!doubled) directions.push({ steps: [a, b, c], length: Math.sqrt(a * a + b * b + c * c) });
      }
    }
  }
  directions.sort((p, q) => p.length - q.length);
  return Float64Array.from(
    directions.flatMap(({ steps: [a, b, c], length }) => {
      const mm = radiusMm / length;
      return [(a * mm) / dx, (b * mm) / dy, (c * mm) / dz];
    }),
  );
}
