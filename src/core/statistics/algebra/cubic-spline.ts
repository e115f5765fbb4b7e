/** The cubic spline through points whose ends follow the cubics of the outer four (Forsythe, Malcolm & Moler 1977). */

/** Evaluates the spline through (x, y); x ascending, at least four points. */
export function cubicSpline(x: Float64Array, y: Float64Array): (at: number) => number {
  const last = x.length - 1;
  const width = Float64Array.from({ length: last }, (_, i) => x[i + 1] - x[i]);
  const slope = Float64Array.from({ length: last }, (_, i) => (y[i + 1] - y[i]) / width[i]);
  // one sixth of the second derivative at each point, from a tridiagonal system
  const diagonal = new Float64Array(last + 1);
  const bend = new Float64Array(last + 1);
  for (let i = 1; i < last; i += 1) {
    diagonal[i] = 2 * (width[i - 1] + width[i]);
    bend[i] = slope[i] - slope[i - 1];
  }
  const third = (i: number): number =>
    (bend[i + 1] / (x[i + 2] - x[i]) - bend[i] / (x[i + 1] - x[i - 1])) / (x[i + 2] - x[i - 1]);
  diagonal[0] = -width[0];
  diagonal[last] = -width[last - 1];
  bend[0] = third(1) * width[0] * width[0];
  bend[last] = -third(last - 2) * width[last - 1] * width[last - 1];
  for (let i = 1; i <= last; i += 1) {
    const share = width[i - 1] / diagonal[i - 1];
    diagonal[i] -= share * width[i - 1];
    bend[i] -= share * bend[i - 1];
  }
  bend[last] /= diagonal[last];
  for (let i = last - 1; i >= 0; i -= 1) bend[i] = (bend[i] - width[i] * bend[i + 1]) / diagonal[i];

  return (at) => {
    let i = 0;
    while (i < last - 1 && at >= x[i + 1]) i += 1;
    const d = at - x[i];
    const first = slope[i] - width[i] * (bend[i + 1] + 2 * bend[i]);
    return y[i] + d * (first + d * (3 * bend[i] + (d * (bend[i + 1] - bend[i])) / width[i]));
  };
}
