/** How far each changed scan moved the three shares. */
import { scanChanges, unchanged, type ScanChange } from '../robustness';
import type { RobustnessRecord } from '../records';
import type { Sheet } from './sheet';

export interface Move {
  readonly id: string;
  readonly change: ScanChange;
  readonly record: RobustnessRecord;
  /** Points that each share moved from the unchanged scan; null where there is no figure. */
  readonly points: readonly [number, number, number] | null;
  /** The largest of them; infinite without figures. */
  readonly most: number;
}

/** In the order of the set; without the unchanged scan there is nothing to move from. */
export function movesOf({ changes }: Pick<Sheet, 'changes'>): Move[] {
  const base = changes.find(({ changeId }) => changeId === unchanged)?.percent ?? null;
  return scanChanges.flatMap((change): Move[] => {
    const record = changes.find(({ changeId }) => changeId === change.id);
    if (record === undefined || base === null) return [];
    const moved = (name: keyof typeof base): number => {
      const [from, to] = [base[name], record.percent?.[name] ?? null];
      return from === null || to === null ? Infinity : to - from;
    };
    const points = [moved('bv5'), moved('bv5To10'), moved('bv10')] as const;
    const most = Math.max(...points.map(Math.abs));
    return [{ id: change.id, change, record, points: Number.isFinite(most) ? points : null, most }];
  });
}

/** Within its limit, or told where it has to be. */
export function isHeld({ change, record, most }: Move): boolean {
  if (change.told !== undefined) {
    const told = change.told;
    return record.issues.some((code) => code.startsWith(told)) || record.refusal !== null;
  }
  return most <= (change.limitPoints ?? Infinity);
}
