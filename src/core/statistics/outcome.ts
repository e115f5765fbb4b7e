/** A yes/no outcome in the forms data have it: 0 and 1, or two categories of which the later in code-point order is the event. */
import type { Role } from './contract';
import { levelsOf } from './levels';
import { labels, numbers, type Numbers } from './roles';

export interface Outcome {
  /** 1 where the event happened, 0 where not, null where unknown. */
  readonly values: Numbers;
  /** What counts as the event. */
  readonly event: string;
}

export const outcome: Role<Outcome> = {
  kind: '0 and 1, or two categories',
  shape: 'column',
  required: true,
  read(value) {
    const plain = numbers.read(value);
    if ('value' in plain) {
      const other = plain.value.find((item) => item !== null && item !== 0 && item !== 1);
      if (other !== undefined) return { problem: `an outcome is 0 or 1, not ${other}` };
      return { value: { values: plain.value, event: '1' } };
    }
    const named = labels.read(value);
    if ('problem' in named) return named;
    const levels = levelsOf(named.value.filter((label) => label !== null));
    if (levels.length !== 2) return { problem: `an outcome has two categories, not ${levels.length}` };
    const event = levels[1];
    return { value: { values: named.value.map((label) => (label === null ? null : +(label === event))), event } };
  },
};
