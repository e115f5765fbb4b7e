/** What other rules make of the same scans: the naive pipeline, classical estimators of size, and the bound for all. */
export { leastCsaSdMm2 } from './bound';
export type { BoundInput } from './bound';
export { compareOnSet, psfOfScan, sizingRules } from './compare-on-set';
export type { SizingRow, SizingRule } from './compare-on-set';
export { measureNaively } from './naive';
export type { NaiveMeasurement, NaiveVolumes } from './naive';
