/** Nodes and weights of Gauss–Legendre quadrature on −1 … 1, by Newton's method on the Legendre polynomial. */
import { cos } from '../../maths';

export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

export function gaussLegendre(order: number): Quadrature {
  const nodes = new Float64Array(order);
  const weights = new Float64Array(order);
  for (let i = 0; i < order; i += 1) {
    let x = -cos((Math.PI * (i + 0.75)) / (order + 0.5));
    let slope = 1;
    for (let step = 0; step < 20; step += 1) {
      const { value, derivative } = legendre(order, x);
      slope = derivative;
      const next = x - value / derivative;
      if (Math.abs(next - x) < 1e-16) break;
      x = next;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

function legendre(order: number, x: number): { value: number; derivative: number } {
  let before = 1;
  let value = x;
  for (let k = 2; k <= order; k += 1) {
    const next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
    before = value;
    value = next;
  }
  return { value, derivative: (order * (x * value - before)) / (x * x - 1) };
}

/** ∫ f from low to high. */
export function integrate(f: (x: number) => number, low: number, high: number, { nodes, weights }: Quadrature): number {
  const centre = (low + high) / 2;
  const half = (high - low) / 2;
  let total = 0;
  for (let i = 0; i < nodes.length; i += 1) total += weights[i] * f(centre + half * nodes[i]);
  return total * half;
}
