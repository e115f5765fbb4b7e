/** A table on its way in is kept with every choice: closing the tab before it is imported loses nothing. */
import { describe, expect, test } from 'vitest';
import { createCohortDesk } from '../../src/app/cohort/desk';
import { useTaking } from '../../src/app/cohort/taking';
import { createCohort } from '../../src/app/state/cohort';
import { createWorkspace, type Workspace } from '../../src/app/state/workspace';
import { memoryKeeper, nothing, readSession, sessionText, type Everything, type Keeper } from '../../src/storage';

const file = new File(['Patient ID;O2;Flow\nA;9,3;1\nB;10,1;3\n'], 'ward.csv', { type: 'text/csv' });

/** A page on what an earlier one left behind. */
async function page(kept: Everything = nothing) {
  const keeper: Keeper = { ...memoryKeeper(), load: async () => kept };
  const workspace: Workspace = createWorkspace(
    async () => keeper,
    () => new Date(0),
  );
  await workspace.open();
  let ids = 0;
  const desk = createCohortDesk(workspace, {
    newId: () => `t${workspace.records.value.tables.size}-${(ids += 1)}`,
    clock: () => new Date(0),
    seed: () => 1,
  });
  return { workspace, desk, taking: useTaking(workspace, desk), cohort: createCohort(workspace) };
}

describe('an import that was begun', () => {
  test('waits in the next page with its choices; imported it counts, and undone it is gone', async () => {
    const first = await page();
    await first.taking.take([file]);
    const draft = first.taking.importing.value;
    if (draft === null) throw new Error('no sheet');
    first.desk.settleImport({ ...draft, columns: { O2: 'pao2_mmhg' }, units: { O2: 'kpa' } });
    expect(first.cohort.rows.value).toEqual([]);
    expect(first.workspace.undoable.value).toBeNull();

    const next = await page(first.workspace.everything());
    expect(next.taking.importing.value).toBeNull();
    const [waiting] = next.taking.waiting.value;
    expect(waiting).toMatchObject({ name: 'ward.csv', columns: { O2: 'pao2_mmhg' }, units: { O2: 'kpa' } });
    expect(next.cohort.rows.value).toEqual([]);
    next.taking.openSheet(waiting.id);
    expect(next.taking.importing.value?.id).toBe(waiting.id);
    next.desk.importTable(waiting, 2);
    expect(next.taking.waiting.value).toEqual([]);
    expect(next.taking.importing.value).toBeNull();
    expect(next.cohort.rows.value.map(({ values }) => values.pao2_mmhg)).toEqual([9.3 * 7.50062, 10.1 * 7.50062]);
    next.workspace.undo();
    expect([...next.workspace.records.value.tables.values()]).toEqual([]);
  });

  test('can be dropped, travels in a session file, and its fields are proposed for the next file', async () => {
    const { workspace, desk, taking } = await page();
    await taking.take([file]);
    const draft = taking.importing.value;
    if (draft === null) throw new Error('no sheet');
    desk.settleImport({ ...draft, columns: { Flow: 'o2_flow_l_min' } });
    taking.closeSheet(draft.id);
    expect(taking.waiting.value.map(({ id }) => id)).toEqual([draft.id]);
    const read = readSession(sessionText(workspace.everything()));
    expect(read.ok && read.value.tables[0]).toMatchObject({ draft: true });
    await taking.take([file]);
    expect(taking.importing.value?.columns).toEqual({ Flow: 'o2_flow_l_min' });
    desk.dropImport(draft);
    expect(taking.waiting.value).toEqual([]);
  });
});
