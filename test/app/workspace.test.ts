/** The workspace: steps with names, undo, a log, and every change handed on to be kept, in order. */
import { describe, expect, test } from 'vitest';
import { createWorkspace, type Workspace } from '../../src/app/state/workspace';
import { issues } from '../../src/core/issue-catalogue';
import {
  memoryKeeper,
  nothing,
  type Elsewhere,
  type Everything,
  type Keeper,
  type Part,
  type StoredGas,
} from '../../src/storage';

const gas = (over: Partial<StoredGas> = {}): StoredGas => ({
  id: 'g1',
  patientId: 'S-1',
  number: 1,
  gasAt: null,
  typed: {},
  chosen: {},
  confirmed: [],
  baseline: false,
  ...over,
});

async function made(keeper: Keeper = memoryKeeper()): Promise<Workspace> {
  const workspace = createWorkspace(
    async () => keeper,
    () => new Date(2026, 2, 12, 8, 10),
  );
  await workspace.open();
  return workspace;
}
const add = (after: StoredGas): Part => ({ store: 'gases', before: null, after });
const ids = (workspace: Workspace): string[] => [...workspace.records.value.gases.keys()];

describe('steps', () => {
  test('are undone and done again by name, and stand in the log', async () => {
    const workspace = await made();
    workspace.change('Gas added', [add(gas())]);
    expect(workspace.undoable.value).toBe('Gas added');
    workspace.undo();
    expect(ids(workspace)).toEqual([]);
    expect(workspace.redoable.value).toBe('Gas added');
    workspace.redo();
    expect(ids(workspace)).toEqual(['g1']);
    const log = [...workspace.records.value.log.values()].map(({ at, what }) => `${at} ${what}`);
    expect(log).toEqual([
      '2026-03-12T08:10:00 Gas added',
      '2026-03-12T08:10:00 Undone: Gas added',
      '2026-03-12T08:10:00 Done again: Gas added',
    ]);
  });

  test('of one place are one step: typing in a field is undone at once', async () => {
    const workspace = await made();
    workspace.change('Gas added', [add(gas())]);
    for (const text of ['7', '7.', '7.4']) {
      const before = workspace.records.value.gases.get('g1') ?? gas();
      const after = { ...before, typed: { ph: { text, unit: null } } };
      workspace.change('pH typed', [{ store: 'gases', before, after }], 'g1 ph');
    }
    workspace.undo();
    expect(workspace.records.value.gases.get('g1')?.typed).toEqual({});
    expect(workspace.undoable.value).toBe('Gas added');
  });

  test('a change that changes nothing is no step', async () => {
    const workspace = await made();
    const same = gas();
    workspace.change('nothing', [{ store: 'gases', before: same, after: same }]);
    expect(workspace.undoable.value).toBeNull();
  });
});

describe('keeping', () => {
  test('what was kept is there again, and what came before it was read is not lost', async () => {
    const kept: Everything = { ...nothing, gases: [gas({ id: 'old' })] };
    const written: (readonly Part[])[] = [];
    const keeper: Keeper = {
      ...memoryKeeper(),
      load: async () => kept,
      write: async (parts) => {
        written.push(parts);
        return { issue: null, merged: [], clashes: 0 };
      },
    };
    const workspace = createWorkspace(
      async () => keeper,
      () => new Date(0),
    );
    workspace.change('early', [add(gas({ id: 'new' }))]);
    await workspace.open();
    workspace.change('late', [add(gas({ id: 'last' }))]);
    await workspace.written();
    expect(ids(workspace)).toEqual(['old', 'new', 'last']);
    const gases = written.map((parts) => parts.flatMap(({ store, after }) => (store === 'gases' ? [after?.id] : [])));
    expect(gases).toEqual([['new'], ['last']]);
  });

  test('a full store is told, the work goes on', async () => {
    const full: Keeper = {
      ...memoryKeeper(),
      write: async () => ({ issue: issues.storage_full(), merged: [], clashes: 0 }),
    };
    const workspace = await made(full);
    workspace.change('Gas added', [add(gas())]);
    await workspace.written();
    expect(workspace.trouble.value?.code).toBe('storage_full');
    expect(ids(workspace)).toEqual(['g1']);
  });

  test('what another page wrote is read anew, and undo takes back what was done here alone', async () => {
    const theirs = gas({ chosen: { position: 'prone' } });
    const heard: ((change: Elsewhere) => void)[] = [];
    const keeper: Keeper = {
      ...memoryKeeper(),
      watch: (listener) => void heard.push(listener),
      read: async (places) => places.map(({ store }) => ({ store, before: null, after: theirs })),
    };
    const workspace = await made(keeper);
    const first = gas();
    workspace.change('Gas added', [add(first)]);
    workspace.change('Baseline', [{ store: 'gases', before: first, after: { ...first, baseline: true } }]);
    await workspace.written();
    const told = [{ store: 'gases' as const, id: 'g1' }];
    Object.assign(theirs, { baseline: true });
    heard[0](told);
    await workspace.written();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(workspace.records.value.gases.get('g1')).toMatchObject({ baseline: true, chosen: { position: 'prone' } });
    workspace.undo();
    expect(workspace.records.value.gases.get('g1')).toMatchObject({ baseline: false, chosen: { position: 'prone' } });
  });

  test('settings that are wrong in the store fall back one by one', async () => {
    const keeper: Keeper = {
      ...memoryKeeper(),
      load: async () => ({
        ...nothing,
        study: [
          {
            id: 'study',
            settings: { correction: 'magic', outcome: 7, pressureUnit: 'kpa', responder: { percent: 30, mmhg: 10 } },
          },
        ],
      }),
    };
    const { settings } = await made(keeper);
    expect(settings.value.correction).toBe('none');
    expect(settings.value.outcome).toBe('bv5_percent');
    expect(settings.value.pressureUnit).toBe('kpa');
    expect(settings.value.responder).toEqual({ percent: 30, mmhg: 10, join: 'or' });
  });
});
