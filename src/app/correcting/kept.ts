/** Changes by hand in this browser's own store, by scan, version and parameters: others find other vessels. */
import type { Change, ChangeReason } from '../../core/vessel-account';

const nameOf = (key: string): string => `bvx-changes ${key}`;
const kinds: readonly Change['kind'][] = ['leave_out', 'count'];
const whats: readonly Change['what'][] = ['vessel', 'subtree', 'beyond_cursor', 'ball'];
export const changeReasons: readonly ChangeReason[] = [
  'airway',
  'scar',
  'lump',
  'motion',
  'mediastinum',
  'vessel',
  'other',
];

/** All changes, and how many of them count: those behind were undone and can be done again. */
export interface KeptChanges {
  readonly changes: readonly Change[];
  readonly count: number;
}
const none: KeptChanges = { changes: [], count: 0 };

/** What was kept for a scan with so many stations; none where it cannot be read. */
export function keptChanges(key: string, stationCount: number): KeptChanges {
  try {
    return readChanges(localStorage.getItem(nameOf(key)), stationCount);
  } catch {
    // a browser may forbid storage; changes then last as long as the page
    return none;
  }
}

export function keepChanges(key: string, kept: KeptChanges): void {
  try {
    if (kept.changes.length === 0) localStorage.removeItem(nameOf(key));
    else localStorage.setItem(nameOf(key), JSON.stringify(kept));
  } catch {
    // nothing is lost before the page is closed; the result itself can be saved
  }
}

/** All of the list or nothing: half of it would be another correction. */
export function readChanges(text: string | null, stationCount: number): KeptChanges {
  if (text === null) return none;
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return none;
  }
  if (typeof stored !== 'object' || stored === null) return none;
  const [list, count]: unknown[] = [Reflect.get(stored, 'changes'), Reflect.get(stored, 'count')];
  if (!Array.isArray(list) || typeof count !== 'number') return none;
  const changes = list.map((one: unknown) => readChange(one, stationCount));
  const isWhole = Number.isInteger(count) && count >= 0 && count <= changes.length;
  return isWhole && changes.every((change) => change !== null) ? { changes, count } : none;
}

function readChange(value: unknown, stationCount: number): Change | null {
  if (typeof value !== 'object' || value === null) return null;
  const field = (name: string): unknown => Reflect.get(value, name);
  const [at, summary, list] = [field('at'), field('summary'), field('stations')];
  const kind = kinds.find((one) => one === field('kind'));
  const what = whats.find((one) => one === field('what'));
  const reason = changeReasons.find((one) => one === field('reason'));
  if (typeof at !== 'string' || typeof summary !== 'string' || !Array.isArray(list)) return null;
  if (kind === undefined || what === undefined || reason === undefined) return null;
  const stations = list.filter((s): s is number => Number.isInteger(s) && s >= 0 && s < stationCount);
  return stations.length === list.length ? { at, kind, what, reason, summary, stations } : null;
}
