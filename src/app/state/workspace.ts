/**
 * What the user works on beside the scan, held in memory and kept in the browser at once. Every change names itself,
 * can be undone, stands in the log, and is written before anything else happens, so that closing the tab loses nothing.
 */
import { computed, inject, shallowRef, type ComputedRef, type InjectionKey, type ShallowRef } from 'vue';
import type { Issue } from '../../core/issues';
import {
  idOf,
  isStored,
  joined,
  merged,
  reversed,
  sameJson,
  storeNames,
  type Elsewhere,
  type Everything,
  type Keeper,
  type Part,
  type Place,
  type StoreName,
  type Stores,
  type Written,
} from '../../storage';
import { readSettings, STUDY_ID, type StudySettings } from './study';

export type Records = { readonly [S in StoreName]: ReadonlyMap<string, Stores[S]> };

interface Change {
  readonly what: string;
  /** Changes of the same place follow each other as one step: typing in a field. */
  readonly place: string | null;
  readonly parts: readonly Part[];
  readonly logId: string;
}

export interface Workspace {
  readonly records: Readonly<ShallowRef<Records>>;
  readonly settings: ComputedRef<StudySettings>;
  /** False until what is kept has been read. */
  readonly ready: Readonly<ShallowRef<boolean>>;
  /** Why nothing is kept, or why the last change was not. */
  readonly trouble: Readonly<ShallowRef<Issue | null>>;
  /** The last step that was more than typing, to be told with its undo. */
  readonly recent: Readonly<ShallowRef<{ readonly what: string } | null>>;
  /** Name of the step that can be undone or done again. */
  readonly undoable: ComputedRef<string | null>;
  readonly redoable: ComputedRef<string | null>;
  open(): Promise<void>;
  /** One step with a name; `place` joins it with the step before of the same place. */
  change(what: string, parts: readonly Part[], place?: string): void;
  /** The same for the settings of the study. */
  set(what: string, patch: Partial<StudySettings>): void;
  /** Kept, but no step: what is begun and not done yet. */
  keep(parts: readonly Part[]): void;
  /** The same for the settings: how the page is looked at. */
  remember(patch: Partial<StudySettings>): void;
  undo(): void;
  redo(): void;
  /** Everything, for a session file. */
  everything(): Everything;
  /** Replaces all records by those of a session file. */
  replace(all: Everything): Promise<void>;
  clear(): Promise<void>;
  /** Resolves when all writing so far has ended. */
  written(): Promise<void>;
}

/** Local time of this computer as the wall clock reads, ISO 8601. */
export function localNow(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `${date}T${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
}

export function createWorkspace(openKeeper: () => Promise<Keeper>, clock: () => Date): Workspace {
  const records = shallowRef<Records>(emptyRecords());
  const trouble = shallowRef<Issue | null>(null);
  const ready = shallowRef(false);
  const recent = shallowRef<{ readonly what: string } | null>(null);
  const done = shallowRef<readonly Change[]>([]);
  const undone = shallowRef<readonly Change[]>([]);
  let keeper: Keeper | null = null;
  let writing: Promise<void> = Promise.resolve();
  let lastLog = 0;
  /** Changes on their way to the keeper. */
  let waiting = 0;
  /** Records that another page has changed and that are not read anew yet. */
  let stale: readonly Place[] = [];

  const settings = computed(() => readSettings(records.value.study.get(STUDY_ID)?.settings ?? {}));

  /** In memory now, in the browser right after; writes keep their order. */
  function put(parts: readonly Part[]): void {
    records.value = applied(records.value, parts);
    const mine = keeper;
    if (mine === null) return;
    waiting += 1;
    // begun in this very turn: closing the tab right after loses nothing
    writing = settle(writing, mine, mine.write(parts));
  }

  async function settle(before: Promise<void>, mine: Keeper, write: Promise<Written>): Promise<void> {
    await before;
    const { issue, merged: joinedThere, clashes } = await write;
    waiting -= 1;
    if (issue !== null) trouble.value = issue;
    stale = [...stale, ...joinedThere];
    if (clashes > 0) put([logPart(nextLogId(), CLASH)]);
    await readStale(mine);
  }

  /** Takes over what other pages wrote, once nothing of this page is on its way: then the keeper has the last word. */
  async function readStale(mine: Keeper): Promise<void> {
    if (waiting > 0 || stale.length === 0) return;
    const places = stale;
    stale = [];
    const found = await mine.read(places);
    if (waiting > 0) {
      stale = [...places, ...stale];
      return;
    }
    const parts = places.flatMap(({ store, id }): Part[] => {
      const before = records.value[store].get(id) ?? null;
      const after = found.find((part) => part.store === store && part.after?.id === id)?.after ?? null;
      return sameJson(before, after) ? [] : [{ store, before, after }];
    });
    if (parts.length > 0) records.value = applied(records.value, parts);
    for (const { id } of records.value.log.values()) countLog(id);
  }

  async function takeElsewhere(mine: Keeper, told: Elsewhere): Promise<void> {
    if (told === 'everything') {
      await writing;
      fill(await mine.load());
      return;
    }
    stale = [...stale, ...told];
    await readStale(mine);
  }

  function countLog(id: string): void {
    lastLog = Math.max(lastLog, Number.parseInt(id, 10) || 0);
  }

  function logPart(id: string, what: string): Part {
    const after = { id, at: localNow(clock()), what };
    return { store: 'log', before: records.value.log.get(id) ?? null, after };
  }

  function nextLogId(): string {
    lastLog += 1;
    return String(lastLog).padStart(9, '0');
  }

  function change(what: string, parts: readonly Part[], place: string | null = null): void {
    const real = parts.filter(({ before, after }) => before !== after);
    if (real.length === 0) return;
    const last = done.value.at(-1);
    const joins = place !== null && last?.place === place && undone.value.length === 0;
    const logId = joins && last !== undefined ? last.logId : nextLogId();
    put([...real, logPart(logId, what)]);
    undone.value = [];
    recent.value = place === null ? { what } : null;
    const whole = joins && last !== undefined ? joined(last.parts, real) : real;
    done.value = [...(joins ? done.value.slice(0, -1) : done.value), { what, place, parts: whole, logId }];
  }

  function move(from: ShallowRef<readonly Change[]>, to: ShallowRef<readonly Change[]>, back: boolean): void {
    const last = from.value.at(-1);
    if (last === undefined) return;
    put([
      ...(back ? last.parts.map(reversed) : last.parts).map(overNow),
      logPart(nextLogId(), `${back ? 'Undone' : 'Done again'}: ${last.what}`),
    ]);
    recent.value = null;
    from.value = from.value.slice(0, -1);
    // a step that was undone is never joined by what is typed later
    to.value = [...to.value, { ...last, place: null }];
  }

  /** The part over what stands there now, for another page may have changed the same record meanwhile. */
  function overNow(part: Part): Part {
    const { store, before, after } = part;
    const now = records.value[store].get(idOf(part)) ?? null;
    if (now === before) return part;
    const { value } = merged(before, after, now);
    return { store, before: now, after: isStored(store, value) ? value : null };
  }

  function settingsPart(patch: Partial<StudySettings>): Part {
    const before = records.value.study.get(STUDY_ID) ?? null;
    // only what was ever set: two tabs that begin a study keep each other's beginnings
    return { store: 'study', before, after: { id: STUDY_ID, settings: { ...before?.settings, ...patch } } };
  }

  function fill(all: Everything): void {
    records.value = recordsOf(all);
    lastLog = 0;
    for (const { id } of all.log) countLog(id);
    done.value = [];
    undone.value = [];
  }

  return {
    records,
    settings,
    ready,
    recent,
    trouble,
    undoable: computed(() => done.value.at(-1)?.what ?? null),
    redoable: computed(() => undone.value.at(-1)?.what ?? null),
    async open() {
      const mine = await openKeeper();
      keeper = mine;
      trouble.value = mine.trouble;
      const early = records.value;
      fill(await mine.load());
      // what was done before the database answered stays
      const parts = partsBetween(records.value, early);
      if (parts.length > 0) put(parts);
      mine.watch((told) => void takeElsewhere(mine, told));
      ready.value = true;
    },
    change: (what, parts, place) => change(what, parts, place ?? null),
    set: (what, patch) => change(what, [settingsPart(patch)]),
    keep: put,
    remember: (patch) => put([settingsPart(patch)]),
    undo: () => move(done, undone, true),
    redo: () => move(undone, done, false),
    everything: () => everythingOf(records.value),
    async replace(all) {
      await writing;
      const issue = (await keeper?.clear()) ?? null;
      fill(all);
      put(partsBetween(emptyRecords(), records.value));
      await writing;
      if (issue !== null) trouble.value = issue;
    },
    async clear() {
      await writing;
      const issue = (await keeper?.clear()) ?? null;
      fill(everythingOf(emptyRecords()));
      trouble.value = issue ?? keeper?.trouble ?? null;
    },
    written: () => writing,
  };
}

function emptyRecords(): Records {
  return {
    scans: new Map(),
    patients: new Map(),
    gases: new Map(),
    tables: new Map(),
    exclusions: new Map(),
    study: new Map(),
    log: new Map(),
  };
}

const byId = <T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((one) => [one.id, one]));

function recordsOf(all: Everything): Records {
  return {
    scans: byId(all.scans),
    patients: byId(all.patients),
    gases: byId(all.gases),
    tables: byId(all.tables),
    exclusions: byId(all.exclusions),
    study: byId(all.study),
    log: byId(all.log),
  };
}

function everythingOf(records: Records): Everything {
  return {
    scans: [...records.scans.values()],
    patients: [...records.patients.values()],
    gases: [...records.gases.values()],
    tables: [...records.tables.values()],
    exclusions: [...records.exclusions.values()],
    study: [...records.study.values()],
    log: [...records.log.values()],
  };
}

/** New maps where something changed, the old ones everywhere else. */
function applied(records: Records, parts: readonly Part[]): Records {
  const after = <S extends StoreName>(store: S): ReadonlyMap<string, Stores[S]> => {
    const mine = parts.filter((part) => part.store === store);
    if (mine.length === 0) return records[store];
    const map = new Map<string, Stores[S]>(records[store]);
    for (const part of mine) {
      if (part.after === null) map.delete(idOf(part));
      else if (isStored(store, part.after)) map.set(part.after.id, part.after);
    }
    return map;
  };
  return {
    scans: after('scans'),
    patients: after('patients'),
    gases: after('gases'),
    tables: after('tables'),
    exclusions: after('exclusions'),
    study: after('study'),
    log: after('log'),
  };
}

/** Said in the log where two pages changed the same place. */
const CLASH = 'Changed in another tab, too: the later change stands';

/** What brings the records of one store from one state to another. */
function partsBetween(from: Records, to: Records): Part[] {
  return storeNames.flatMap((store) =>
    [...to[store].values()].map((after): Part => ({ store, before: from[store].get(after.id) ?? null, after })),
  );
}

export const workspaceKey: InjectionKey<Workspace> = Symbol('workspace');

export function useWorkspace(): Workspace {
  const workspace = inject(workspaceKey);
  if (workspace === undefined) throw new Error('no workspace was provided');
  return workspace;
}
