/** Edges of the calibre bins: the definition, not a setting. */
import { parameter } from './parameter';

const source = 'definition in the published BV5 work';

export const binParameters = {
  bv5FromMm2: parameter(1.25, 'mm²', [1.25, 1.25], source),
  bv5ToMm2: parameter(5, 'mm²', [5, 5], source),
  bv10FromMm2: parameter(10, 'mm²', [10, 10], source),
} as const;
