/** Changes by hand: which stations count after them. Kept as what was meant, so that each can be named and taken back. */
import type { EditJson } from '../result';
import type { Vec3 } from '../volume';
import { stationPosition } from './account';
import type { VesselAccount } from './types';

export type ChangeReason = 'airway' | 'scar' | 'lump' | 'motion' | 'mediastinum' | 'vessel' | 'other';

export interface Change {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: 'leave_out' | 'count';
  readonly what: 'vessel' | 'subtree' | 'beyond_cursor' | 'ball';
  readonly reason: ChangeReason;
  /** In words, for the list and the file. */
  readonly summary: string;
  readonly stations: readonly number[];
}

/** 1 where a station counts after the first `count` changes. */
export function acceptedAfter(account: VesselAccount, changes: readonly Change[], count = changes.length): Uint8Array {
  const accepted = account.ledger.accepted.slice();
  for (const { kind, stations } of changes.slice(0, count)) {
    for (const s of stations) accepted[s] = kind === 'count' ? 1 : 0;
  }
  return accepted;
}

/** Stations of the branches that a change of this kind would alter. */
export function alterable(
  { branches, ledger }: VesselAccount,
  accepted: Uint8Array,
  list: readonly number[],
  kind: Change['kind'],
): number[] {
  const wanted = kind === 'count' ? 0 : 1;
  return list
    .flatMap((b) => Array.from({ length: branches.first[b + 1] - branches.first[b] }, (_, k) => branches.first[b] + k))
    .filter((s) => accepted[s] === wanted && ledger.csaMm2[s] > 0);
}

/** Stations that count and lie in a ball around a patient position. */
export function stationsInBall(
  account: VesselAccount,
  accepted: Uint8Array,
  centreMm: Vec3,
  radiusMm: number,
): number[] {
  const found: number[] = [];
  for (let s = 0; s < account.ledger.count; s += 1) {
    if (accepted[s] === 0) continue;
    const [x, y, z] = stationPosition(account, s).map((mm, axis) => mm - centreMm[axis]);
    if (x * x + y * y + z * z <= radiusMm * radiusMm) found.push(s);
  }
  return found;
}

/** Blood the stations hold, mL. */
export function bloodOf({ ledger }: VesselAccount, stations: readonly number[]): number {
  return stations.reduce((sum, s) => sum + ledger.ml[s], 0);
}

export function editsOf(changes: readonly Change[]): readonly EditJson[] {
  return changes.map(({ at, kind, summary }) => ({ at, kind, summary }));
}
