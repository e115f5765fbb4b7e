/** SOFA (Vincent 1996): six parts of 0 to 4, and what a trial makes of their course. */

/** Worst values of a day; null where not known. */
export interface SofaInput {
  readonly pfMmhg: number | null;
  /** Whether breathing is supported: without it respiration counts 2 at most. */
  readonly support: boolean;
  /** 10³/mm³. */
  readonly platelets: number | null;
  readonly bilirubinMgDl: number | null;
  readonly mapMmhg: number | null;
  readonly dopamineUgKgMin: number | null;
  readonly epinephrineUgKgMin: number | null;
  readonly norepinephrineUgKgMin: number | null;
  readonly dobutamine: boolean;
  readonly gcs: number | null;
  readonly creatinineMgDl: number | null;
  readonly urineMlDay: number | null;
}

export const sofaParts = ['respiration', 'coagulation', 'liver', 'cardiovascular', 'cns', 'renal'] as const;
export type SofaPart = (typeof sofaParts)[number];

export interface Sofa {
  readonly parts: Readonly<Partial<Record<SofaPart, number>>>;
  /** 0–24; null unless all six parts are known. */
  readonly total: number | null;
}

export function sofa(input: SofaInput): Sofa {
  const all: Record<SofaPart, number | null> = {
    respiration: respiration(input),
    coagulation: below(input.platelets, [150, 100, 50, 20]),
    liver: from(input.bilirubinMgDl, [1.2, 2, 6, 12]),
    cardiovascular: cardiovascular(input),
    cns: below(input.gcs, [15, 13, 10, 6]),
    renal: renal(input),
  };
  const known = sofaParts.flatMap((part) => {
    const points = all[part];
    return points === null ? [] : [[part, points] as const];
  });
  return {
    parts: Object.fromEntries(known),
    total: known.length === sofaParts.length ? known.reduce((sum, [, points]) => sum + points, 0) : null,
  };
}

/** One point for each limit that the value is below. */
function below(value: number | null, limits: readonly number[]): number | null {
  return value === null ? null : limits.filter((limit) => value < limit).length;
}

/** One point for each limit that the value reaches. */
function from(value: number | null, limits: readonly number[]): number | null {
  return value === null ? null : limits.filter((limit) => value >= limit).length;
}

function respiration({ pfMmhg, support }: SofaInput): number | null {
  const points = below(pfMmhg, [400, 300, 200, 100]);
  return points === null || support ? points : Math.min(2, points);
}

function cardiovascular(input: SofaInput): number | null {
  const dopamine = input.dopamineUgKgMin ?? 0;
  const adrenergic = Math.max(input.epinephrineUgKgMin ?? 0, input.norepinephrineUgKgMin ?? 0);
  if (dopamine > 15 || adrenergic > 0.1) return 4;
  if (dopamine > 5 || adrenergic > 0) return 3;
  if (dopamine > 0 || input.dobutamine) return 2;
  return below(input.mapMmhg, [70]);
}

/** The worse of creatinine and urine; little urine decides alone, enough urine does not. */
function renal({ creatinineMgDl, urineMlDay }: SofaInput): number | null {
  const byUrine = urineMlDay === null ? 0 : urineMlDay < 200 ? 4 : urineMlDay < 500 ? 3 : 0;
  const byCreatinine = from(creatinineMgDl, [1.2, 2, 3.5, 5]);
  if (byCreatinine === null) return byUrine > 0 ? byUrine : null;
  return Math.max(byUrine, byCreatinine);
}

/** D0 less D7: higher is better. Null where one is missing. */
export function deltaSofa(d0: number | null, d7: number | null): number | null {
  return d0 === null || d7 === null ? null : d0 - d7;
}

/** Mean of D1–D7 over the days that have a value; null without any. */
export function meanSofa(days: readonly (number | null)[]): number | null {
  const known = days.slice(1, 8).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
