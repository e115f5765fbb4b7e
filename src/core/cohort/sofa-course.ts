/** SOFA from day 0 to day 7 as a trial counts it: what is not known of a day, and what death before day 7 means. */
import { deltaSofa, meanSofa, sofa, sofaParts, type Sofa, type SofaInput, type SofaPart } from './sofa';

export const SOFA_DAYS = 8;
const WORST = 24;

export interface SofaRules {
  /** A part not known of a day: the last one known, or the day has no total. */
  readonly missingPart: 'none' | 'carried';
  /** Days from death on: the worst score, the last one alive, or none. The protocol of I-MICRO does not say. */
  readonly death: 'worst' | 'last' | 'none';
}

export const defaultSofaRules: SofaRules = { missingPart: 'none', death: 'worst' };

export interface SofaDay extends Sofa {
  readonly day: number;
  /** Parts taken from an earlier day. */
  readonly carried: readonly SofaPart[];
  readonly alive: boolean;
}

export interface SofaCourse {
  readonly days: readonly SofaDay[];
  /** D0 less D7: higher is better. */
  readonly delta: number | null;
  /** Mean of D1 to D7 over the days alive. */
  readonly mean: number | null;
}

/** `inputs` are the worst values of D0, D1 …; death on day k means alive before k. */
export function sofaCourse(inputs: readonly SofaInput[], deathDay: number | null, rules: SofaRules): SofaCourse {
  const last = new Map<SofaPart, number>();
  const days: SofaDay[] = [];
  for (const [day, input] of inputs.entries()) {
    const alive = deathDay === null || day < deathDay;
    if (!alive) {
      const before = days.findLast((one) => one.alive && one.total !== null)?.total ?? null;
      const total = rules.death === 'worst' ? WORST : rules.death === 'last' ? before : null;
      days.push({ day, parts: {}, total, carried: [], alive });
      continue;
    }
    const known = sofa(input);
    const parts: Partial<Record<SofaPart, number>> = { ...known.parts };
    const carried = sofaParts.filter((part) => {
      const before = last.get(part);
      if (parts[part] !== undefined || before === undefined || rules.missingPart !== 'carried') return false;
      parts[part] = before;
      return true;
    });
    for (const part of sofaParts) {
      const points = known.parts[part];
      if (points !== undefined) last.set(part, points);
    }
    const points = sofaParts.flatMap((part) => parts[part] ?? []);
    const anyKnown = points.length > carried.length;
    const total = points.length === sofaParts.length && anyKnown ? points.reduce((sum, one) => sum + one, 0) : null;
    days.push({ day, parts, total, carried, alive });
  }
  const totals = days.map(({ total }) => total);
  return {
    days,
    delta: deltaSofa(totals[0] ?? null, totals[SOFA_DAYS - 1] ?? null),
    mean: meanSofa(days.map(({ total, alive }) => (alive ? total : null))),
  };
}
