/**
 * Every number of the method, in this folder, a file a stage: unit, range, source.
 *
 * A hash of the values goes into each result, so two results are only comparable where it agrees.
 * No number from the method hides in a loop.
 */
import { binParameters } from './bins';
import { bloodVolumeParameters } from './blood-volume';
import { calibreParameters } from './calibre';
import { centrelineParameters } from './centrelines';
import { lungParameters } from './lungs';
import type { Parameter } from './parameter';
import { vesselParameters } from './vessels';

export type { Parameter } from './parameter';

export const parameterTable = {
  ...binParameters,
  ...lungParameters,
  ...vesselParameters,
  ...centrelineParameters,
  ...calibreParameters,
  ...bloodVolumeParameters,
} as const satisfies Record<string, Parameter>;

export type ParameterName = keyof typeof parameterTable;
/** The values a measurement runs with. */
export type Parameters = Readonly<Record<ParameterName, number>>;

function valuesOf(table: typeof parameterTable): Parameters {
  const values: Partial<Record<ParameterName, number>> = {};
  for (const name of Object.keys(table) as ParameterName[]) values[name] = table[name].value;
  return values as Parameters;
}

export const defaultParameters: Parameters = valuesOf(parameterTable);
