/** Files given to the cohort: scans are added, tables wait for their import, a session asks before it replaces. */
import { computed, shallowRef } from 'vue';
import type { Refusal } from '../../core/issues';
import { sessionText, storeNames, type Everything } from '../../storage';
import { saveBytes } from '../results/save';
import type { Workspace } from '../state/workspace';
import type { CohortDesk } from './desk';
import { takeFile, type Taken } from './take-files';

export function useTaking(workspace: Workspace, desk: CohortDesk) {
  const importing = shallowRef<readonly Extract<Taken, { kind: 'table' }>[]>([]);
  const refused = shallowRef<readonly { readonly name: string; readonly refusal: Refusal }[]>([]);
  const session = shallowRef<Everything | null>(null);
  const sessionSize = computed(() => storeNames.reduce((n, store) => n + (session.value?.[store].length ?? 0), 0));

  async function take(files: readonly File[]): Promise<void> {
    const all = await Promise.all(files.map(takeFile));
    const scans = all.flatMap((one) => (one.kind === 'scans' ? one.scans : []));
    if (scans.length > 0) desk.addScans(scans);
    importing.value = [...importing.value, ...all.filter((one) => one.kind === 'table')];
    refused.value = all.filter((one) => one.kind === 'refused');
    const opened = all.find((one) => one.kind === 'session');
    if (opened !== undefined) await openSession(opened.all);
  }

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

  return { importing, refused, session, sessionSize, take, openSession, replaceBySession, onFiles, saveSession };
}
