/** The settings of the study as they are kept: rules, columns, figures. What is missing or wrong falls back to the default. */
import { defaultResponderRule, type ResponderRule } from '../../core/blood-gas';
import {
  canonicalJson,
  defaultProfile,
  defaultSofaRules,
  profileHash,
  profileRecord,
  readProfile,
  type Grouping,
  type ProfileJson,
  type SofaRules,
  type StudyProfile,
} from '../../core/cohort';

export const STUDY_ID = 'study';

export interface SortBy {
  readonly column: string;
  readonly descending: boolean;
}

/** A row stays if its value fits: a number within limits, or a text that contains the words. */
export interface ColumnFilter {
  readonly column: string;
  readonly low: number | null;
  readonly high: number | null;
  readonly words: string;
}

/** The scan set beside another, and whether the two are swapped. */
export interface Comparison {
  readonly otherId: string | null;
  readonly swapped: boolean;
}

/** One card of the statistics: a test id with the columns it reads. */
export interface AnalysisPlan {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Blinding {
  readonly seed: number;
  readonly hides: readonly BlindedPart[];
}
export const blindedParts = ['id', 'group', 'outcome', 'gases'] as const;
export type BlindedPart = (typeof blindedParts)[number];

export const corrections = ['none', 'holm', 'BH', 'bonferroni', 'BY', 'hochberg'] as const;
export type Correction = (typeof corrections)[number];

/** How outcomes are counted where protocols differ. */
export interface OutcomeRules extends SofaRules {
  /** Days free of a support: none for who died by day 28, or the days alive and off. */
  readonly freeDays: 'death_zero' | 'alive_and_free';
}

export interface StudySettings {
  readonly name: string;
  readonly profile: StudyProfile;
  readonly grouping: Grouping;
  readonly responder: ResponderRule;
  /** mL/dL; null for the default. */
  readonly avO2DifferenceMlDl: number | null;
  readonly outcomeRules: OutcomeRules;
  /** Repeatability limits that were typed, by name of the value; they win over those from repeated gases. */
  readonly repeatability: Readonly<Record<string, number>>;
  readonly pressureUnit: 'mmhg' | 'kpa';
  /** Endings of the units last chosen in fields that have several: haemoglobin, lactate. */
  readonly fieldUnits: Readonly<Record<string, string>>;
  /** The patient whose gases are open. */
  readonly patientId: string | null;
  /** Columns shown, in their order; null for those that follow from the width of the page. */
  readonly columns: readonly string[] | null;
  readonly sort: readonly SortBy[];
  readonly filters: readonly ColumnFilter[];
  /** What the cohort is searched for. */
  readonly search: string;
  /** By id of a scan: which one is set beside it, and whether A and B are swapped. */
  readonly comparisons: Readonly<Record<string, Comparison>>;
  readonly showExcluded: boolean;
  /** Null for the cards that every cohort begins with. */
  readonly analyses: readonly AnalysisPlan[] | null;
  readonly correction: Correction;
  readonly outcome: string;
  /** Who decides on exclusions. */
  readonly by: string;
  readonly blinding: Blinding | null;
  readonly locked: { readonly at: string; readonly hash: string } | null;
}

export const defaultSettings: StudySettings = {
  name: '',
  profile: defaultProfile,
  grouping: { kind: 'threshold', ...defaultProfile.group },
  responder: defaultResponderRule,
  avO2DifferenceMlDl: null,
  outcomeRules: { ...defaultSofaRules, freeDays: 'alive_and_free' },
  repeatability: {},
  pressureUnit: 'mmhg',
  fieldUnits: {},
  patientId: null,
  columns: null,
  sort: [],
  filters: [],
  search: '',
  comparisons: {},
  showExcluded: true,
  analyses: null,
  correction: 'none',
  outcome: 'bv5_percent',
  by: '',
  blinding: null,
  locked: null,
};

type Raw = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = <T>(value: unknown, read: (one: unknown) => T | null): readonly T[] | null =>
  Array.isArray(value) ? (value as readonly unknown[]).flatMap((one) => read(one) ?? []) : null;
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

export function readSettings(raw: Raw): StudySettings {
  const base = defaultSettings;
  return {
    name: text(raw.name) ?? base.name,
    profile: profileOf(raw.profile),
    grouping: groupingOf(raw.grouping) ?? base.grouping,
    responder: responderOf(raw.responder) ?? base.responder,
    avO2DifferenceMlDl: number(raw.avO2DifferenceMlDl),
    outcomeRules: outcomeRulesOf(raw.outcomeRules),
    repeatability: numbersOf(raw.repeatability),
    pressureUnit: raw.pressureUnit === 'kpa' ? 'kpa' : 'mmhg',
    fieldUnits: textsOf(raw.fieldUnits),
    patientId: text(raw.patientId),
    columns: listOf(raw.columns, text),
    sort: listOf(raw.sort, sortOf) ?? base.sort,
    filters: listOf(raw.filters, filterOf) ?? base.filters,
    search: text(raw.search) ?? base.search,
    comparisons: comparisonsOf(raw.comparisons),
    showExcluded: raw.showExcluded !== false,
    analyses: listOf(raw.analyses, analysisOf),
    correction: corrections.find((one) => one === raw.correction) ?? base.correction,
    outcome: text(raw.outcome) ?? base.outcome,
    by: text(raw.by) ?? base.by,
    blinding: blindingOf(raw.blinding),
    locked: lockOf(raw.locked),
  };
}

/** Kept in the program's own names; read through the names of files, where the checks are. */
function profileOf(raw: unknown): StudyProfile {
  if (!isRecord(raw)) return defaultProfile;
  const group = isRecord(raw.group) ? raw.group : {};
  const read = readProfile({
    name: raw.name,
    aado2_equation: raw.aado2Equation,
    fio2_method: raw.fio2Method,
    gas_window_h: raw.gasWindowH,
    group: { variable: group.variable, threshold: group.threshold, at_threshold: group.atThreshold },
  });
  return 'problem' in read ? defaultProfile : read;
}

function groupingOf(raw: unknown): Grouping | null {
  if (!isRecord(raw)) return null;
  const variable = text(raw.variable);
  if (variable === null) return null;
  if (raw.kind === 'categories' || raw.kind === 'thirds') return { kind: raw.kind, variable };
  if (raw.kind === 'cuts') {
    const [low, high] = [number(raw.low), number(raw.high)];
    return low === null || high === null ? null : { kind: 'cuts', variable, low, high };
  }
  const threshold = number(raw.threshold);
  const at = raw.atThreshold;
  if (raw.kind !== 'threshold' || threshold === null) return null;
  return at === 'drop' || at === 'low' || at === 'high'
    ? { kind: 'threshold', variable, threshold, atThreshold: at }
    : null;
}

function responderOf(raw: unknown): ResponderRule | null {
  if (!isRecord(raw)) return null;
  const [percent, mmhg] = [number(raw.percent), number(raw.mmhg)];
  return percent === null || mmhg === null ? null : { percent, mmhg, join: raw.join === 'and' ? 'and' : 'or' };
}

function outcomeRulesOf(raw: unknown): OutcomeRules {
  const base = defaultSettings.outcomeRules;
  if (!isRecord(raw)) return base;
  const one = <T extends string>(value: unknown, of: readonly T[], otherwise: T): T =>
    of.find((word) => word === value) ?? otherwise;
  return {
    missingPart: one(raw.missingPart, ['none', 'carried'], base.missingPart),
    death: one(raw.death, ['worst', 'last', 'none'], base.death),
    freeDays: one(raw.freeDays, ['death_zero', 'alive_and_free'], base.freeDays),
  };
}

function numbersOf(raw: unknown): Readonly<Record<string, number>> {
  if (!isRecord(raw)) return {};
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]): [string, number][] => {
      const found = number(value);
      return found === null ? [] : [[name, found]];
    }),
  );
}

function textsOf(raw: unknown): Readonly<Record<string, string>> {
  if (!isRecord(raw)) return {};
  return Object.fromEntries(
    Object.entries(raw).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

function comparisonsOf(raw: unknown): Readonly<Record<string, Comparison>> {
  if (!isRecord(raw)) return {};
  return Object.fromEntries(
    Object.entries(raw).flatMap(([id, one]): [string, Comparison][] => {
      if (!isRecord(one)) return [];
      return [[id, { otherId: text(one.otherId), swapped: one.swapped === true }]];
    }),
  );
}

function sortOf(raw: unknown): SortBy | null {
  const column = isRecord(raw) ? text(raw.column) : null;
  return column === null || !isRecord(raw) ? null : { column, descending: raw.descending === true };
}

function filterOf(raw: unknown): ColumnFilter | null {
  const column = isRecord(raw) ? text(raw.column) : null;
  if (column === null || !isRecord(raw)) return null;
  return { column, low: number(raw.low), high: number(raw.high), words: text(raw.words) ?? '' };
}

function analysisOf(raw: unknown): AnalysisPlan | null {
  if (!isRecord(raw) || !isRecord(raw.fields)) return null;
  const id = text(raw.id);
  return id === null ? null : { id, fields: raw.fields };
}

function blindingOf(raw: unknown): Blinding | null {
  if (!isRecord(raw)) return null;
  const seed = number(raw.seed);
  const hides = listOf(raw.hides, (one) => blindedParts.find((part) => part === one) ?? null);
  return seed === null || hides === null ? null : { seed, hides };
}

function lockOf(raw: unknown): StudySettings['locked'] {
  if (!isRecord(raw)) return null;
  const [at, hash] = [text(raw.at), text(raw.hash)];
  return at === null || hash === null ? null : { at, hash };
}

/** What fixes the figures of the study, under the names of files: rules and endpoints, not how the page looks. */
export function studyRecord(settings: StudySettings): ProfileJson {
  const { profile, grouping, responder, avO2DifferenceMlDl, outcomeRules, correction, outcome, analyses } = settings;
  return {
    profile: profileRecord(profile),
    grouping: { ...grouping },
    responder: { percent: responder.percent, mmhg: responder.mmhg, join: responder.join },
    av_o2_difference_ml_dl: avO2DifferenceMlDl,
    outcome_rules: {
      missing_sofa_part: outcomeRules.missingPart,
      sofa_after_death: outcomeRules.death,
      free_days: outcomeRules.freeDays,
    },
    repeatability: settings.repeatability,
    correction,
    outcome,
    analyses: (analyses ?? []).map(({ id, fields }) => ({ id, fields: JSON.stringify(fields) })),
  };
}

export const studyHash = (settings: StudySettings): string => profileHash(studyRecord(settings));

/** The canonical text that the hash is of, for people who want to check it. */
export const studyCanonical = (settings: StudySettings): string => canonicalJson(studyRecord(settings));
