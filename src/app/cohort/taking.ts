/** Files given to the cohort: scans are added, tables wait for their import, a session asks before it replaces. */
import { computed, ref, shallowRef } from 'vue';
import type { RawTable } from '../../core/cohort';
import type { Refusal } from '../../core/issues';
import { sessionText, storeNames, type Everything } from '../../storage';
import { saveBytes } from '../results/save';
import type { Workspace } from '../state/workspace';
import type { CohortDesk } from './desk';
import { takeFile } from './take-files';

export function useTaking(workspace: Workspace, desk: CohortDesk) {
  /** Tables that are not imported yet, and those of them whose sheet is open, one after the other. */
  const drafts = computed(() => [...workspace.records.value.tables.values()].filter(({ draft }) => draft === true));
  const sheets = ref<readonly string[]>([]);
  const importing = computed(() => {
    const open = drafts.value.filter(({ id }) => sheets.value.includes(id));
    return open.toSorted((a, b) => a.order - b.order)[0] ?? null;
  });
  const waiting = computed(() => drafts.value.filter(({ id }) => !sheets.value.includes(id)));
  const refused = shallowRef<readonly { readonly name: string; readonly refusal: Refusal }[]>([]);
  const session = shallowRef<Everything | null>(null);
  const sessionSize = computed(() => storeNames.reduce((n, store) => n + (session.value?.[store].length ?? 0), 0));

  async function take(files: readonly File[]): Promise<void> {
    const all = await Promise.all(files.map(takeFile));
    const scans = all.flatMap((one) => (one.kind === 'scans' ? one.scans : []));
    if (scans.length > 0) desk.addScans(scans);
    for (const one of all) if (one.kind === 'table') begin(one.name, one.table);
    refused.value = all.filter((one) => one.kind === 'refused');
    const opened = all.find((one) => one.kind === 'session');
    if (opened !== undefined) await openSession(opened.all);
  }

  /** Fields that the user gave to the same headers in earlier tables are proposed again. */
  function begin(name: string, table: RawTable): void {
    const known = Object.assign({}, ...[...workspace.records.value.tables.values()].map(({ columns }) => columns));
    const entries: [string, string][] = Object.entries(known);
    const columns = Object.fromEntries(entries.filter(([header]) => table.header.includes(header)));
    sheets.value = [...sheets.value, desk.beginImport({ name, table, columns }).id];
  }

  const openSheet = (id: string): void => void (sheets.value = [...sheets.value, id]);
  const closeSheet = (id: string): void => void (sheets.value = sheets.value.filter((one) => one !== id));

  /** Nothing that is kept is replaced without being asked. */
  async function openSession(all: Everything): Promise<void> {
    const isEmpty = storeNames.every(
      (store) => store === 'log' || store === 'study' || workspace.records.value[store].size === 0,
    );
    if (isEmpty) await workspace.replace(all);
    else session.value = all;
  }

  async function replaceBySession(): Promise<void> {
    const all = session.value;
    session.value = null;
    if (all !== null) await workspace.replace(all);
  }

  function onFiles(event: Event): void {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.files === null) return;
    const files = Array.from(input.files);
    input.value = '';
    void take(files);
  }

  function saveSession(): void {
    saveBytes('bvx-session.json', new TextEncoder().encode(sessionText(workspace.everything())));
  }

  return {
    importing,
    waiting,
    openSheet,
    closeSheet,
    refused,
    session,
    sessionSize,
    take,
    openSession,
    replaceBySession,
    onFiles,
    saveSession,
  };
}
