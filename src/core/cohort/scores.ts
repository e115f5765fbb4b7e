/** Trial scores as cases of files: SOFA, outcomes to day 28, group by threshold, hash of a profile. */
import { defaultGroupRule, groupOf } from './group-rule';
import { outcome28 } from './outcome28';
import { canonicalJson, profileHash, type ProfileJson } from './profile';
import { sofa } from './sofa';

export const scoreKinds = ['sofa', 'days28', 'group', 'profile_hash'] as const;

type Raw = Readonly<Record<string, unknown>>;
export type ScoreOutcome = Readonly<Record<string, ProfileJson>>;

const UMOL_PER_MG_BILIRUBIN = 17.1;
const UMOL_PER_MG_CREATININE = 88.4;

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** The score, or `{error}` for a kind that is not known. */
export function scoreCase(kind: string, input: Raw): ScoreOutcome {
  switch (kind) {
    case 'sofa':
      return sofaCase(input);
    case 'days28':
      return days28Case(input);
    case 'group': {
      const rule = input.at_threshold;
      const atThreshold = rule === 'low' || rule === 'high' ? rule : defaultGroupRule.atThreshold;
      const threshold = numberOf(input.threshold) ?? defaultGroupRule.threshold;
      return { group: groupOf(numberOf(input.value), threshold, atThreshold).group };
    }
    case 'profile_hash': {
      const profile = plain(input);
      return { canonical: canonicalJson(profile), profile_hash: profileHash(profile) };
    }
    default:
      return { error: 'unknown_kind', message: `There is no score "${kind}"; choose ${scoreKinds.join(', ')}.` };
  }
}

function sofaCase(input: Raw): ScoreOutcome {
  const micro = (name: string, perMg: number): number | null => {
    const value = numberOf(input[name]);
    return value === null ? null : value / perMg;
  };
  const { parts, total } = sofa({
    pfMmhg: numberOf(input.pf_mmhg),
    support: input.support === true,
    platelets: numberOf(input.platelets_10e3_mm3),
    bilirubinMgDl: numberOf(input.bilirubin_mg_dl) ?? micro('bilirubin_umol_l', UMOL_PER_MG_BILIRUBIN),
    mapMmhg: numberOf(input.map_mmhg),
    dopamineUgKgMin: numberOf(input.dopamine_ug_kg_min),
    epinephrineUgKgMin: numberOf(input.epinephrine_ug_kg_min),
    norepinephrineUgKgMin: numberOf(input.norepinephrine_ug_kg_min),
    dobutamine: input.dobutamine === true || (numberOf(input.dobutamine_ug_kg_min) ?? 0) > 0,
    gcs: numberOf(input.gcs),
    creatinineMgDl: numberOf(input.creatinine_mg_dl) ?? micro('creatinine_umol_l', UMOL_PER_MG_CREATININE),
    urineMlDay: numberOf(input.urine_ml_day),
  });
  return { parts: { ...parts }, sofa: total };
}

function days28Case(input: Raw): ScoreOutcome {
  const days = Array.isArray(input.support_days) ? (input.support_days as readonly unknown[]) : [];
  const outcome = outcome28(
    days.flatMap((day) => numberOf(day) ?? []),
    numberOf(input.death_day),
  );
  return {
    dead28: outcome.dead28,
    survival_days28: outcome.survivalDays28,
    free_days_death_zero: outcome.freeDaysDeathZero,
    free_days_alive_and_free: outcome.freeDaysAliveAndFree,
  };
}

/** A value of a parsed file as JSON; what JSON cannot hold is null. */
function plain(value: unknown): ProfileJson {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return (value as readonly unknown[]).map(plain);
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
