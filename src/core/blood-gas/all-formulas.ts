/** Every derived value of a gas, in the order in which they build up: names, labels and units for tables and lists. */
import { bodyFormulas, eitFormulas, mechanicsFormulas } from './body-formulas';
import type { Formula } from './formula';
import { airFormulas, oxygenFormulas, responseFormulas, shuntFormulas } from './formulas';

export const gasFormulas: readonly Formula[] = [
  ...airFormulas,
  ...oxygenFormulas,
  ...shuntFormulas,
  ...mechanicsFormulas,
  ...eitFormulas,
  ...bodyFormulas,
  ...responseFormulas,
];
