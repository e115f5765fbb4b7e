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

/** What was kept for a scan with so many stations; none where it cannot be read. */
export function keptChanges(key: string, stationCount: number): readonly Change[] {
  try {
    return readChanges(localStorage.getItem(nameOf(key)), stationCount);
  } catch {
    // a browser may forbid storage; changes then last as long as the page
    return [];
  }
}

export function keepChanges(key: string, changes: readonly Change[]): void {
  try {
    if (changes.length === 0) localStorage.removeItem(nameOf(key));
    else localStorage.setItem(nameOf(key), JSON.stringify(changes));
  } catch {
    // nothing is lost before the page is closed; the result itself can be saved
  }
}

/** All of the list or nothing: half of it would be another correction. */
export function readChanges(text: string | null, stationCount: number): readonly Change[] {
  if (text === null) return [];
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(stored)) return [];
  const changes = stored.map((one: unknown) => readChange(one, stationCount));
  return changes.every((change) => change !== null) ? changes : [];
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
