/** Outcomes to day 28 after randomisation (D0): survival, and days free of a support. */

const HORIZON = 28;

export interface Outcome28 {
  /** 1 if dead by D28. */
  readonly dead28: 0 | 1;
  /** Days alive up to D28: death on day k means alive before k. */
  readonly survivalDays28: number;
  /** 0 if dead by D28, else 28 less the days on support. */
  readonly freeDaysDeathZero: number;
  /** Days alive and off support. */
  readonly freeDaysAliveAndFree: number;
}

/** `supportDays` are days with any support, counted from 1; `deathDay` is null for a survivor. */
export function outcome28(supportDays: readonly number[], deathDay: number | null): Outcome28 {
  const dead = deathDay !== null && deathDay <= HORIZON;
  const alive = dead ? Math.max(0, deathDay - 1) : HORIZON;
  const on = (until: number): number => new Set(supportDays.filter((day) => day >= 1 && day <= until)).size;
  return {
    dead28: dead ? 1 : 0,
    survivalDays28: alive,
    freeDaysDeathZero: dead ? 0 : HORIZON - on(HORIZON),
    freeDaysAliveAndFree: alive - on(alive),
  };
}
