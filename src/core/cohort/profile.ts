/** A study profile and its hash: what was fixed, so that two results can be told to have followed the same rules. */
import { sha256OfText } from '../result';
import { defaultGroupRule, type GroupRule } from './group-rule';

export type ProfileJson =
  number | string | boolean | null | readonly ProfileJson[] | { readonly [key: string]: ProfileJson };

/** What import and Table 1 need of a profile. */
export interface StudyProfile {
  readonly name: string;
  readonly aado2Equation: 'full' | 'simple';
  readonly fio2Method: 'device_table' | 'flow_3_percent';
  readonly gasWindowH: number;
  readonly group: GroupRule;
}

export const defaultProfile: StudyProfile = {
  name: 'default',
  aado2Equation: 'full',
  fio2Method: 'device_table',
  gasWindowH: 24,
  group: defaultGroupRule,
};

/** The profile under the names of files. */
export function profileRecord({ name, aado2Equation, fio2Method, gasWindowH, group }: StudyProfile): ProfileJson {
  return {
    name,
    aado2_equation: aado2Equation,
    fio2_method: fio2Method,
    gas_window_h: gasWindowH,
    group: { variable: group.variable, threshold: group.threshold, at_threshold: group.atThreshold },
  };
}

/** Reads a profile file; what it leaves out is the default, what it has in a wrong form is told. */
export function readProfile(raw: unknown): StudyProfile | { readonly problem: string } {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { problem: 'it is no record' };
  const record: Readonly<Record<string, unknown>> = { ...raw };
  const group: Readonly<Record<string, unknown>> =
    typeof record.group === 'object' && record.group !== null ? { ...record.group } : {};
  const { aado2_equation: equation = 'full', fio2_method: method = 'device_table' } = record;
  const { gas_window_h: window = defaultProfile.gasWindowH, name = defaultProfile.name } = record;
  const { variable = defaultGroupRule.variable, threshold = defaultGroupRule.threshold } = group;
  const { at_threshold: atThreshold = defaultGroupRule.atThreshold } = group;
  if (equation !== 'full' && equation !== 'simple') return { problem: 'aado2_equation is full or simple' };
  if (method !== 'device_table' && method !== 'flow_3_percent') {
    return { problem: 'fio2_method is device_table or flow_3_percent' };
  }
  if (typeof window !== 'number' || !(window >= 0)) return { problem: 'gas_window_h is a number from 0 up' };
  if (typeof name !== 'string') return { problem: 'name is a text' };
  if (typeof variable !== 'string') return { problem: 'group.variable is a column' };
  if (typeof threshold !== 'number') return { problem: 'group.threshold is a number' };
  if (atThreshold !== 'drop' && atThreshold !== 'low' && atThreshold !== 'high') {
    return { problem: 'group.at_threshold is drop, low or high' };
  }
  return {
    name,
    aado2Equation: equation,
    fio2Method: method,
    gasWindowH: window,
    group: { variable, threshold, atThreshold },
  };
}

/** JSON with sorted keys, no spaces, numbers in shortest form. */
export function canonicalJson(value: ProfileJson): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

const isList = (value: object): value is readonly ProfileJson[] => Array.isArray(value);

/** `sha256:` of the canonical JSON in UTF-8. */
export function profileHash(value: ProfileJson): string {
  return `sha256:${sha256OfText(canonicalJson(value))}`;
}
