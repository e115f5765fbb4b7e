/** Published limits that sort a value into a band. Limits count as "at most", as the definitions have them. */

export type OxygenBand = 'none' | 'mild' | 'moderate' | 'severe';

/** P/F after the Berlin definition (2012). */
export function oxygenBand(pfMmhg: number): OxygenBand {
  if (pfMmhg <= 100) return 'severe';
  if (pfMmhg <= 200) return 'moderate';
  return pfMmhg <= 300 ? 'mild' : 'none';
}

export type RoxBand = 'low_risk' | 'watch';

/** ROX from 4.88 on: low risk that high-flow oxygen fails (Roca 2019). */
export function roxBand(rox: number): RoxBand {
  return rox >= 4.88 ? 'low_risk' : 'watch';
}

/** Published limits that a gas lies beyond: values beside their source, no advice. */
export interface PublishedLimit {
  readonly code: string;
  readonly text: string;
  readonly source: string;
}

interface LimitRule extends PublishedLimit {
  readonly name: string;
  readonly beyond: (value: number) => boolean;
  /** Named for the newborn alone. */
  readonly newborn?: boolean;
}

const INO_ALMITRINE = 'Ann Intensive Care 2020;10:151';
const limitRules: readonly LimitRule[] = [
  {
    code: 'pf_refractory',
    name: 'pf_mmhg',
    beyond: (v) => v < 80,
    text: 'P/F below 80: refractory hypoxaemia in the study',
    source: INO_ALMITRINE,
  },
  {
    code: 'pf_imicro_exclusion',
    name: 'pf_mmhg',
    beyond: (v) => v < 100,
    text: 'P/F below 100: an exclusion of I-MICRO',
    source: 'Trials 2020;21:601',
  },
  {
    code: 'pf_ino_entry',
    name: 'pf_mmhg',
    beyond: (v) => v < 150,
    text: 'P/F below 150: the entry limit of the iNO–almitrine study',
    source: INO_ALMITRINE,
  },
  {
    code: 'oi_newborn',
    name: 'oi',
    beyond: (v) => v > 25,
    text: 'Oxygenation index above 25: named for iNO in the newborn',
    source: 'iNO guidance text',
    newborn: true,
  },
  {
    code: 'driving_pressure_high',
    name: 'driving_pressure_cmh2o',
    beyond: (v) => v > 15,
    text: 'Driving pressure above 15',
    source: 'Amato 2015',
  },
  {
    code: 'plateau_high',
    name: 'pplat_cmh2o',
    beyond: (v) => v > 30,
    text: 'Plateau pressure above 30',
    source: 'ARDSNet 2000',
  },
];

/** Limits that these numbers lie beyond; of those on one value the farthest. */
export function limitsBeyond(value: (name: string) => number | null, isNewborn: boolean): PublishedLimit[] {
  const told = new Set<string>();
  return limitRules.flatMap(({ name, beyond, newborn, code, text, source }) => {
    const found = value(name);
    if (found === null || told.has(name) || (newborn === true && !isNewborn) || !beyond(found)) return [];
    told.add(name);
    return [{ code, text, source }];
  });
}
