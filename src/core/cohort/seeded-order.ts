/** An order by seed, for reading blinded: the same seed gives the same order everywhere. */
import { random } from '../maths';

export function seededOrder(count: number, seed: number): { readonly order: readonly number[] } {
  const source = random(seed);
  const order = Array.from({ length: count }, (_, i) => i);
  // Fisher and Yates, from the end
  for (let i = count - 1; i > 0; i -= 1) {
    const j = source.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return { order };
}
