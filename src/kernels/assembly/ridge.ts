/**
 * Gaussian smoothing and two Hessian eigenvalues of a slab of slices, four voxels at a time.
 *
 * Must give the bits of its plain twin in core/kernels/ridge.ts: same order of every sum, no fused
 * multiply-add. Rows of the input and of the results are not padded: the last group of a row runs over
 * into the next one, which is written later; behind the last row there are 16 bytes to spare.
 */

/** Row of a working plane in floats: room for whole groups of four and four more on either side. */
function stride(nx: i32): i32 {
  return ((nx + 3) & ~3) + 8;
}

/** Left margin of a row that is smoothed along x, in floats. */
function margin(radius: i32): i32 {
  return (radius + 3) & ~3;
}

/** One plane smoothed along z, three smoothed slices, one row with wide margins. */
export function ridgeScratchBytes(nx: i32, ny: i32, radiusX: i32): i32 {
  return (stride(nx) * ny * 4 + stride(nx) + 2 * margin(radiusX) + 8) * 4;
}

export function ridge(
  hu: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  from: i32,
  to: i32,
  mask: usize,
  taps: usize,
  radiusX: i32,
  radiusY: i32,
  radiusZ: i32,
  differences: usize,
  lowestHu: f32,
  highestHu: f32,
  scratch: usize,
  strength: usize,
  valley: usize,
  smoothed: usize,
): void {
  clamp(hu, nx * ny * nz, lowestHu, highestHu);
  const tapsX = taps;
  const tapsY = tapsX + ((<usize>radiusX + 1) << 2);
  const tapsZ = tapsY + ((<usize>radiusY + 1) << 2);
  const plane = scratch;
  const planeBytes = (<usize>(stride(nx) * ny)) << 2;
  const row = plane + planeBytes * 4;
  for (let k: i32 = max(0, from - 1); k <= min(nz - 1, to); k++) {
    alongZ(hu, plane, nx, ny, nz, k, tapsZ, radiusZ);
    const slice = scratch + planeBytes * <usize>(1 + (k % 3));
    alongYX(plane, slice, row, nx, ny, tapsY, radiusY, tapsX, radiusX);
    if (k - 1 >= from) each(scratch, nx, ny, nz, k - 1, from, mask, differences, strength, valley, smoothed);
  }
  // the last slice of the volume has no next one
  if (to == nz) each(scratch, nx, ny, nz, nz - 1, from, mask, differences, strength, valley, smoothed);
}

function clamp(hu: usize, n: i32, lowest: f32, highest: f32): void {
  const low = f32x4.splat(lowest);
  const high = f32x4.splat(highest);
  const end = hu + ((<usize>n) << 2);
  for (let at = hu; at < end; at += 16) v128.store(at, f32x4.min(f32x4.max(v128.load(at), low), high));
}

function alongZ(hu: usize, plane: usize, nx: i32, ny: i32, nz: i32, k: i32, taps: usize, radius: i32): void {
  const sliceBytes = (<usize>(nx * ny)) << 2;
  const rowBytes = (<usize>nx) << 2;
  const planeRowBytes = (<usize>stride(nx)) << 2;
  const w0 = v128.load32_splat(taps);
  const centre = hu + sliceBytes * <usize>k;
  for (let j: i32 = 0; j < ny; j++) {
    const from = centre + rowBytes * <usize>j;
    const into = plane + planeRowBytes * <usize>j;
    for (let x: usize = 0; x < rowBytes; x += 16) {
      let sum = f32x4.mul(w0, v128.load(from + x));
      for (let t: i32 = 1; t <= radius; t++) {
        const before = hu + sliceBytes * <usize>max(0, k - t) + rowBytes * <usize>j + x;
        const after = hu + sliceBytes * <usize>min(nz - 1, k + t) + rowBytes * <usize>j + x;
        const pair = f32x4.add(v128.load(before), v128.load(after));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(taps + ((<usize>t) << 2)), pair));
      }
      v128.store(into + x, sum);
    }
  }
}

function alongYX(
  plane: usize,
  slice: usize,
  row: usize,
  nx: i32,
  ny: i32,
  tapsY: usize,
  radiusY: i32,
  tapsX: usize,
  radiusX: i32,
): void {
  const rowBytes = (<usize>nx) << 2;
  const strideBytes = (<usize>stride(nx)) << 2;
  const first = row + ((<usize>margin(radiusX)) << 2);
  const last = first + rowBytes - 4;
  const wy0 = v128.load32_splat(tapsY);
  const wx0 = v128.load32_splat(tapsX);
  for (let j: i32 = 0; j < ny; j++) {
    const centre = plane + strideBytes * <usize>j;
    for (let x: usize = 0; x < rowBytes; x += 16) {
      let sum = f32x4.mul(wy0, v128.load(centre + x));
      for (let t: i32 = 1; t <= radiusY; t++) {
        const before = plane + strideBytes * <usize>max(0, j - t) + x;
        const after = plane + strideBytes * <usize>min(ny - 1, j + t) + x;
        const pair = f32x4.add(v128.load(before), v128.load(after));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(tapsY + ((<usize>t) << 2)), pair));
      }
      v128.store(first + x, sum);
    }
    const left = load<f32>(first);
    const right = load<f32>(last);
    for (let t: i32 = 1; t <= radiusX; t++) {
      store<f32>(first - ((<usize>t) << 2), left);
      store<f32>(last + ((<usize>t) << 2), right);
    }
    // four floats in front of each row of a slice: the neighbour of its first voxel
    const into = slice + strideBytes * <usize>j + 16;
    for (let x: usize = 0; x < rowBytes; x += 16) {
      let sum = f32x4.mul(wx0, v128.load(first + x));
      for (let t: i32 = 1; t <= radiusX; t++) {
        const step = (<usize>t) << 2;
        const pair = f32x4.add(v128.load(first + x - step), v128.load(first + x + step));
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(tapsX + step), pair));
      }
      v128.store(into + x, sum);
    }
    store<f32>(into - 4, load<f32>(into));
    store<f32>(into + rowBytes, load<f32>(into + rowBytes - 4));
  }
}

/** Eigenvalues of one slice; its smoothed neighbours are in the ring of three. */
function each(
  scratch: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  k: i32,
  from: i32,
  mask: usize,
  differences: usize,
  strength: usize,
  valley: usize,
  smoothed: usize,
): void {
  const rowBytes = (<usize>nx) << 2;
  const strideBytes = (<usize>stride(nx)) << 2;
  const planeBytes = strideBytes * <usize>ny;
  const below = scratch + planeBytes * <usize>(1 + (max(0, k - 1) % 3)) + 16;
  const here = scratch + planeBytes * <usize>(1 + (k % 3)) + 16;
  const above = scratch + planeBytes * <usize>(1 + (min(nz - 1, k + 1) % 3)) + 16;
  const kxx = v128.load32_splat(differences);
  const kyy = v128.load32_splat(differences + 4);
  const kzz = v128.load32_splat(differences + 8);
  const kxy = v128.load32_splat(differences + 12);
  const kxz = v128.load32_splat(differences + 16);
  const kyz = v128.load32_splat(differences + 20);
  for (let j: i32 = 0; j < ny; j++) {
    const at = strideBytes * <usize>j;
    const up = strideBytes * <usize>max(0, j - 1);
    const down = strideBytes * <usize>min(ny - 1, j + 1);
    const outRow = <usize>((k - from) * ny + j) * rowBytes;
    const maskRow = mask + <usize>((k - from) * ny + j) * <usize>nx;
    for (let x: usize = 0; x < rowBytes; x += 16) {
      const c = v128.load(here + at + x);
      v128.store(smoothed + outRow + x, c);
      const wanted = load<u32>(maskRow + (x >> 2));
      if (wanted == 0) {
        v128.store(strength + outRow + x, f32x4.splat(0));
        v128.store(valley + outRow + x, f32x4.splat(0));
        continue;
      }
      const twice = f32x4.add(c, c);
      const xx = f32x4.mul(
        kxx,
        f32x4.sub(f32x4.add(v128.load(here + at + x + 4), v128.load(here + at + x - 4)), twice),
      );
      const yy = f32x4.mul(kyy, f32x4.sub(f32x4.add(v128.load(here + down + x), v128.load(here + up + x)), twice));
      const zz = f32x4.mul(kzz, f32x4.sub(f32x4.add(v128.load(above + at + x), v128.load(below + at + x)), twice));
      const xy = cross(kxy, here + down + x + 4, here + up + x - 4, here + down + x - 4, here + up + x + 4);
      const xz = cross(kxz, above + at + x + 4, below + at + x - 4, above + at + x - 4, below + at + x + 4);
      const yz = cross(kyz, above + down + x, below + up + x, above + up + x, below + down + x);
      const bytes = i16x8.extend_low_i8x16_u(i32x4.splat(wanted));
      const lanes = i32x4.ne(i32x4.extend_low_i16x8_u(bytes), i32x4.splat(0));
      storeEigenvalues(xx, yy, zz, xy, xz, yz, lanes, strength + outRow + x, valley + outRow + x);
    }
  }
}

function cross(factor: v128, pp: usize, mm: usize, mp: usize, pm: usize): v128 {
  const same = f32x4.add(v128.load(pp), v128.load(mm));
  const mixed = f32x4.add(v128.load(mp), v128.load(pm));
  return f32x4.mul(factor, f32x4.sub(same, mixed));
}

/** Minus the middle one and the highest one, where `lanes` is set. */
function storeEigenvalues(
  xx: v128,
  yy: v128,
  zz: v128,
  xy: v128,
  xz: v128,
  yz: v128,
  lanes: v128,
  strength: usize,
  valley: usize,
): void {
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const trace = f32x4.add(f32x4.add(xx, yy), zz);
  const q = f32x4.mul(trace, f32x4.splat(<f32>0.3333333432674408));
  const a = f32x4.sub(xx, q);
  const b = f32x4.sub(yy, q);
  const c = f32x4.sub(zz, q);
  const xy2 = f32x4.mul(xy, xy);
  const xz2 = f32x4.mul(xz, xz);
  const yz2 = f32x4.mul(yz, yz);
  const diagonal = f32x4.add(f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)), f32x4.mul(c, c));
  const outer = f32x4.add(f32x4.add(xy2, xz2), yz2);
  const sixth = f32x4.splat(<f32>0.1666666716337204);
  const sum = f32x4.add(diagonal, f32x4.add(outer, outer));
  const p2 = f32x4.max(f32x4.mul(sum, sixth), f32x4.splat(<f32>1e-12));
  const p = f32x4.sqrt(p2);
  const first = f32x4.mul(a, f32x4.sub(f32x4.mul(b, c), yz2));
  const second = f32x4.mul(xy, f32x4.sub(f32x4.mul(xz, yz), f32x4.mul(xy, c)));
  const third = f32x4.mul(xz, f32x4.sub(f32x4.mul(xy, yz), f32x4.mul(b, xz)));
  const det = f32x4.add(f32x4.add(first, second), third);
  const p3 = f32x4.mul(p2, p);
  const ratio = f32x4.div(det, f32x4.add(p3, p3));
  const rho = f32x4.min(f32x4.max(ratio, f32x4.splat(-1)), one);
  const u = f32x4.sqrt(f32x4.mul(f32x4.add(one, rho), half));
  const v = f32x4.sqrt(f32x4.mul(f32x4.sub(one, rho), half));
  const twoP = f32x4.add(p, p);
  const highest = f32x4.add(q, f32x4.mul(twoP, cosTwoThirds(u)));
  const lowest = f32x4.sub(q, f32x4.mul(twoP, cosTwoThirds(v)));
  const middle = f32x4.sub(f32x4.sub(trace, highest), lowest);
  v128.store(strength, v128.and(f32x4.neg(middle), lanes));
  v128.store(valley, v128.and(highest, lanes));
}

/** cos(⅔ arccos t) on 0 … 1 by a polynomial of degree 6, error below 2e-7. */
function cosTwoThirds(t: v128): v128 {
  let g = f32x4.splat(<f32>-0.00214344734);
  g = f32x4.add(f32x4.mul(g, t), f32x4.splat(<f32>0.010623047));
  g = f32x4.add(f32x4.mul(g, t), f32x4.splat(<f32>-0.0265382149));
  g = f32x4.add(f32x4.mul(g, t), f32x4.splat(<f32>0.0515479085));
  g = f32x4.add(f32x4.mul(g, t), f32x4.splat(<f32>-0.11082304));
  g = f32x4.add(f32x4.mul(g, t), f32x4.splat(<f32>0.57733346));
  return f32x4.add(f32x4.mul(g, t), f32x4.splat(<f32>0.500000163));
}
