/** Options of a synthetic chest from JSON: a part of the options at every level, laid over a base. */
import type { ChestOptions, DiseaseOptions } from './options';

/** Lowest and highest value; 'whole' where only whole numbers make sense. */
type Limit = readonly [low: number, high: number, kind?: 'whole'];

const scanLimits = {
  columns: [16, 1024, 'whole'],
  rows: [16, 1024, 'whole'],
  slices: [2, 2000, 'whole'],
  pixelMm: [0.2, 3],
  sliceSpacingMm: [0.2, 10],
  sliceThicknessMm: [0, 10],
  psfSigmaMm: [0.2, 3],
  psfSigmaZMm: [0, 3],
  sharpening: [0, 2],
  sharpeningSigmaMm: [0.2, 5],
  noiseHu: [0, 300],
  noiseCorrelationMm: [0, 5],
  noiseRim: [0, 2],
  subStepMm: [0.1, 1],
  motionMm: [0, 10],
} satisfies Record<string, Limit>;
const anatomyLimits = {
  scale: [0.4, 1.4],
  variation: [0, 2],
  gridMm: [1, 5],
  sheathMm: [0, 5],
  nodes: [0, 60, 'whole'],
} satisfies Record<string, Limit>;
const lungLimits = {
  parenchymaHu: [-980, -500],
  gravityHuPerMm: [-2, 2],
  textureHu: [0, 60],
  fissureThicknessMm: [0, 3],
  fissureHu: [-700, 100],
} satisfies Record<string, Limit>;
const bloodLimits = {
  arteryHu: [0, 800],
  veinHu: [0, 800],
  tbvMl: [20, 400],
  murrayExponent: [2, 4.5],
  treeVariation: [0, 1],
  murraySpread: [0, 1],
  terminalRadiusMm: [0.3, 2],
} satisfies Record<string, Limit>;
const diseaseLimits = {
  emphysema: { fraction: [0, 0.6], diameterMm: [1, 24] },
  groundGlass: { fraction: [0, 1], addedHu: [0, 700] },
  consolidation: { fraction: [0, 0.5], hu: [-200, 100] },
  effusion: { depthMm: [0, 60], hu: [-20, 80] },
  nodules: { count: [0, 500, 'whole'], diameterMm: [1, 30] },
  mucusPlugs: { fraction: [0, 1], hu: [-50, 100] },
  pruning: { fraction: [0, 1], belowRadiusMm: [0, 6] },
} satisfies Record<keyof DiseaseOptions, Record<string, Limit>>;
/** What a disease has where nothing else is said. */
const diseaseDefaults = {
  emphysema: { fraction: 0.15, diameterMm: 7 },
  groundGlass: { fraction: 0.15, addedHu: 250 },
  consolidation: { fraction: 0.06, hu: 25 },
  effusion: { depthMm: 12, hu: 8 },
  nodules: { count: 12, diameterMm: 8 },
  mucusPlugs: { fraction: 0.2, hu: 20 },
  pruning: { fraction: 0.55, belowRadiusMm: 1.2 },
} satisfies { readonly [K in keyof DiseaseOptions]: NonNullable<DiseaseOptions[K]> };

/** `base` with what `json` says, or what is wrong with it: every unknown name and every value out of range. */
export function readChestOptions(
  base: ChestOptions,
  json: unknown,
): { readonly options: ChestOptions; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const top = objectOf(json, '', ['seed', 'scan', 'anatomy', 'lung', 'blood', 'disease'], problems);
  const { seed } = numbersOf(
    { seed: base.seed },
    { seed: [0, 4294967295, 'whole'] },
    pick(top, ['seed']),
    '',
    problems,
  );
  const scan = objectOf(top.scan ?? {}, 'scan', [...Object.keys(scanLimits), 'offsetMm', 'paddingHu'], problems);
  const scanNumbers = pick(scan, Object.keys(scanLimits));
  const options: ChestOptions = {
    seed,
    scan: {
      ...numbersOf(base.scan, scanLimits, scanNumbers, 'scan', problems),
      offsetMm: scan.offsetMm === undefined ? base.scan.offsetMm : tripleOf(scan.offsetMm, 'scan.offsetMm', problems),
      paddingHu:
        scan.paddingHu === undefined || scan.paddingHu === null
          ? (scan.paddingHu ?? base.scan.paddingHu)
          : numberOf(scan.paddingHu, [-32768, 3071, 'whole'], 'scan.paddingHu', problems),
    },
    anatomy: numbersOf(base.anatomy, anatomyLimits, top.anatomy ?? {}, 'anatomy', problems),
    lung: numbersOf(base.lung, lungLimits, top.lung ?? {}, 'lung', problems),
    blood: numbersOf(base.blood, bloodLimits, top.blood ?? {}, 'blood', problems),
    disease: diseaseOf(base.disease, top.disease ?? {}, problems),
  };
  return { options, problems };
}

function diseaseOf(base: DiseaseOptions, json: unknown, problems: string[]): DiseaseOptions {
  const given = objectOf(json, 'disease', Object.keys(diseaseLimits), problems);
  const part = <K extends string>(
    name: keyof DiseaseOptions,
    before: Readonly<Record<K, number>> | null,
    defaults: Readonly<Record<K, number>>,
    limits: Readonly<Record<K, Limit>>,
  ): Record<K, number> | null => {
    const value = given[name];
    if (value === undefined) return before;
    return value === null ? null : numbersOf(before ?? defaults, limits, value, `disease.${name}`, problems);
  };
  const [defaults, limits] = [diseaseDefaults, diseaseLimits];
  return {
    emphysema: part('emphysema', base.emphysema, defaults.emphysema, limits.emphysema),
    groundGlass: part('groundGlass', base.groundGlass, defaults.groundGlass, limits.groundGlass),
    consolidation: part('consolidation', base.consolidation, defaults.consolidation, limits.consolidation),
    effusion: part('effusion', base.effusion, defaults.effusion, limits.effusion),
    nodules: part('nodules', base.nodules, defaults.nodules, limits.nodules),
    mucusPlugs: part('mucusPlugs', base.mucusPlugs, defaults.mucusPlugs, limits.mucusPlugs),
    pruning: part('pruning', base.pruning, defaults.pruning, limits.pruning),
  };
}

/** The numbers of one level: those of `base`, or what `json` says instead. */
function numbersOf<K extends string>(
  base: Readonly<Record<NoInfer<K>, number>>,
  limits: Readonly<Record<K, Limit>>,
  json: unknown,
  path: string,
  problems: string[],
): Record<K, number> {
  const keys = Object.keys(limits).filter((key): key is K => key in limits);
  const given = objectOf(json, path, keys, problems);
  const out: Record<K, number> = { ...base };
  for (const key of keys) {
    if (given[key] !== undefined) out[key] = numberOf(given[key], limits[key], within(path, key), problems);
  }
  return out;
}

function objectOf(json: unknown, path: string, known: readonly string[], problems: string[]): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    problems.push(`${path === '' ? 'the file' : path} has to be an object`);
    return {};
  }
  const given: Record<string, unknown> = { ...json };
  for (const key of Object.keys(given)) if (!known.includes(key)) problems.push(`there is no ${within(path, key)}`);
  return given;
}

function numberOf(value: unknown, [low, high, kind]: Limit, path: string, problems: string[]): number {
  const fits = typeof value === 'number' && value >= low && value <= high;
  if (fits && (kind !== 'whole' || Number.isInteger(value))) return value;
  problems.push(`${path} takes a ${kind === 'whole' ? 'whole ' : ''}number from ${low} to ${high}`);
  return low;
}

function tripleOf(value: unknown, path: string, problems: string[]): [number, number, number] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  if (list.length !== 3) problems.push(`${path} takes three numbers`);
  const at = (axis: number): number => numberOf(list[axis] ?? 0, [-500, 500], `${path}[${axis}]`, problems);
  return [at(0), at(1), at(2)];
}

const pick = (from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));

const within = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
