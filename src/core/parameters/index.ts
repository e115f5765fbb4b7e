/**
 * Every number of the method, in this folder, a file a stage: unit, range, source.
 *
 * A hash of the values goes into each result, so two results are only comparable where it agrees.
 * No number from the method hides in a loop.
 */
import { binParameters } from './bins';
import { bloodVolumeParameters } from './blood-volume';
import { bronchusParameters } from './bronchi';
import { calibreParameters } from './calibre';
import { centrelineParameters } from './centrelines';
import { lungParameters } from './lungs';
import type { Parameter } from './parameter';
import { qualityParameters } from './quality';
import { scanParameters } from './scan';
import { vesselParameters } from './vessels';

export type { Parameter } from './parameter';

export const parameterTable = {
  ...binParameters,
  ...scanParameters,
  ...lungParameters,
  ...vesselParameters,
  ...centrelineParameters,
  ...calibreParameters,
  ...bronchusParameters,
  ...bloodVolumeParameters,
  ...qualityParameters,
} as const satisfies Record<string, Parameter>;

export type ParameterName = keyof typeof parameterTable;
/** The values a measurement runs with. */
export type Parameters = Readonly<Record<ParameterName, number>>;

const names = Object.keys(parameterTable).filter((name): name is ParameterName => name in parameterTable);

function value(name: ParameterName): number {
  return parameterTable[name].value;
}

/** All names in the order of the table, for hashing and listing. */
export const parameterNames: readonly ParameterName[] = names;

export function withParameters(overrides: Partial<Record<ParameterName, number>>): Parameters {
  const read = (name: ParameterName): number => overrides[name] ?? value(name);
  const record: Partial<Record<ParameterName, number>> = {};
  for (const name of names) record[name] = read(name);
  if (!isComplete(record)) throw new Error('a parameter has no value');
  return record;
}

function isComplete(record: Partial<Record<ParameterName, number>>): record is Record<ParameterName, number> {
  return names.every((name) => typeof record[name] === 'number');
}

export const defaultParameters: Parameters = withParameters({});
