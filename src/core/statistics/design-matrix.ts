/** Predictors as columns of numbers: an intercept, numbers as they are, categories as one column a level but the first. */
import { levelsOf } from './levels';
import { rowsWithAll } from './missing';
import type { Labels, Named, Numbers } from './roles';

export interface Design {
  readonly terms: readonly string[];
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  readonly missing: number;
}

/** Rows in which the outcome and all predictors are there. The first level in code-point order is the reference. */
export function designMatrix(y: Numbers, predictors: Named<Numbers | Labels>): Design {
  const kept = rowsWithAll([y, ...predictors.map(([, column]) => column)]);
  const total = Math.max(y.length, ...predictors.map(([, column]) => column.length));
  const terms = ['(Intercept)'];
  const columns = [new Float64Array(kept.length).fill(1)];
  for (const [name, column] of predictors) {
    const values = kept.map((row) => column[row] ?? null);
    const labelled = values.filter((value) => typeof value === 'string');
    if (labelled.length === 0) {
      terms.push(name);
      columns.push(Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN)));
      continue;
    }
    for (const level of levelsOf(labelled).slice(1)) {
      terms.push(name + level);
      columns.push(Float64Array.from(values, (value) => +(value === level)));
    }
  }
  return {
    terms,
    columns,
    y: Float64Array.from(kept, (row) => y[row] ?? NaN),
    missing: total - kept.length,
  };
}
