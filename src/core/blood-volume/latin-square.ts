/** Evenly spread samples of many sources at once: two hundred then tell a percentile as well as thousands of free ones. */
import { random } from '../maths';
import { sharedFloat64 } from '../volume';

/**
 * Latin hypercube of McKay, Beckman and Conover (Technometrics 1979;21:239): in each dimension every n-th part of 0 … 1
 * holds one of the n samples, at its middle. `dimensions` numbers a sample.
 */
export function latinSquare(samples: number, dimensions: number, seed: number): Float64Array {
  const out = sharedFloat64(samples * dimensions);
  const order = new Int32Array(samples);
  for (let d = 0; d < dimensions; d += 1) {
    const dice = random(seed, d + 1);
    for (let k = 0; k < samples; k += 1) {
      const j = dice.integer(k + 1);
      order[k] = order[j];
      order[j] = k;
    }
    for (let k = 0; k < samples; k += 1) out[k * dimensions + d] = (order[k] + 0.5) / samples;
  }
  return out;
}
