/** One number of the method, with all that is needed to judge it. */
export interface Parameter {
  readonly value: number;
  readonly unit: string;
  /** Values that still make sense; others are refused. */
  readonly range: readonly [number, number];
  /** Where it comes from, or what it was measured on. */
  readonly source: string;
}

export const parameter = (
  value: number,
  unit: string,
  range: readonly [number, number],
  source: string,
): Parameter => ({
  value,
  unit,
  range,
  source,
});
