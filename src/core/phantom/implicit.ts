/** Rounded solids as approximate distances, negative inside, and how to join them smoothly. */

/** Union with a fillet of about k mm. */
export function join(a: number, b: number, k: number): number {
  const h = Math.max(k - Math.abs(a - b), 0) / k;
  return Math.min(a, b) - (h * h * k) / 4;
}

/** Intersection with its edge rounded by about k mm. */
export const meet = (a: number, b: number, k: number): number => -join(-a, -b, k);

/** Ellipsoid with half axes a, b, c about the origin; first-order distance. */
export function ellipsoid(x: number, y: number, z: number, a: number, b: number, c: number): number {
  const u = x / a;
  const v = y / b;
  const w = z / c;
  const s = Math.sqrt(u * u + v * v + w * w);
  if (s < 1e-6) return -Math.min(a, b, c);
  const g = Math.sqrt((u * u) / (a * a) + (v * v) / (b * b) + (w * w) / (c * c));
  return (s * (s - 1)) / g;
}

export function ellipse(x: number, y: number, a: number, b: number): number {
  const u = x / a;
  const v = y / b;
  const s = Math.sqrt(u * u + v * v);
  if (s < 1e-6) return -Math.min(a, b);
  const g = Math.sqrt((u * u) / (a * a) + (v * v) / (b * b));
  return (s * (s - 1)) / g;
}

/** Boxier than an ellipse: |x/a|^2.5 + |y/b|^2.5 = 1; first-order distance. */
export function superellipse(x: number, y: number, a: number, b: number): number {
  const u = Math.abs(x) / a;
  const v = Math.abs(y) / b;
  const su = u * Math.sqrt(u);
  const sv = v * Math.sqrt(v);
  const s = su * u + sv * v;
  if (s < 1e-6) return -Math.min(a, b);
  const g = 2.5 * Math.sqrt((su * su) / (a * a) + (sv * sv) / (b * b));
  // (s − 1)/|∇s| is right at the surface; the mean with the distance by scaling keeps it sane far away
  return s < 4 ? (s - 1) / g : (3 / g) * Math.sqrt(s / 4);
}

/** Round rod from a to b. */
export function rod(
  x: number,
  y: number,
  z: number,
  a: readonly [number, number, number],
  b: readonly [number, number, number],
  radius: number,
): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const dz = b[2] - a[2];
  const px = x - a[0];
  const py = y - a[1];
  const pz = z - a[2];
  const t = Math.min(1, Math.max(0, (px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz)));
  const ex = px - t * dx;
  const ey = py - t * dy;
  const ez = pz - t * dz;
  return Math.sqrt(ex * ex + ey * ey + ez * ez) - radius;
}

/** Monotone-safe cubic through evenly or unevenly spaced knots (Catmull–Rom tangents, clamped ends). */
export function curveThrough(knots: readonly (readonly [number, number])[], t: number): number {
  const n = knots.length;
  if (t <= knots[0][0]) return knots[0][1];
  if (t >= knots[n - 1][0]) return knots[n - 1][1];
  let i = 0;
  while (knots[i + 1][0] < t) i += 1;
  const [t0, v0] = knots[i];
  const [t1, v1] = knots[i + 1];
  const slope = (at: number): number => {
    const low = knots[Math.max(0, at - 1)];
    const high = knots[Math.min(n - 1, at + 1)];
    return (high[1] - low[1]) / (high[0] - low[0]);
  };
  const h = t1 - t0;
  const u = (t - t0) / h;
  const m0 = slope(i) * h;
  const m1 = slope(i + 1) * h;
  const u2 = u * u;
  const u3 = u2 * u;
  return (2 * u3 - 3 * u2 + 1) * v0 + (u3 - 2 * u2 + u) * m0 + (3 * u2 - 2 * u3) * v1 + (u3 - u2) * m1;
}
