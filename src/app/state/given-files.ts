/** Files that are dropped on the page or picked: a scan is opened, tables go to the cohort. */
import { ref } from 'vue';
import type { EngineFile } from '../../engine';
import { isTableFile } from '../cohort/take-files';
import { words } from '../words';
import { countDragged, takeDropped, takePicked, walkDropped, type Picked } from './files';
import { takeHandles, walkHandles } from './handles';

export interface Takers {
  scan(files: readonly EngineFile[], label: string, handles: readonly FileSystemHandle[]): void;
  tables(files: readonly File[]): void;
  nothing(): void;
}

export function useGivenFiles(to: Takers) {
  /** What will happen when the files are let go; how many a folder has shown so far. */
  const dragging = ref<string | null>(null);
  const walking = ref<number | null>(null);

  function openPicked(picked: Picked, handles: readonly FileSystemHandle[] = []): void {
    const tables = picked.files.flatMap((file) => (file.kind === 'blob' && isTableFile(file.path) ? [file] : []));
    if (tables.length > 0 && tables.length === picked.files.length) {
      to.tables(tables.map(({ blob, path }) => new File([blob], path.split('/').at(-1) ?? path)));
    } else if (picked.files.length === 0) to.nothing();
    else to.scan(picked.files, picked.name ?? words.case.kinds(picked.files.length), handles);
  }

  async function openHandles(handles: readonly FileSystemHandle[]): Promise<void> {
    walking.value = 0;
    const picked = await walkHandles(handles, (count) => (walking.value = count));
    walking.value = null;
    openPicked(picked, handles);
  }

  function onPicked(event: Event): void {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.files === null || input.files.length === 0) return;
    const picked = takePicked(input.files);
    input.value = '';
    openPicked(picked);
  }

  function onDragOver(event: DragEvent): void {
    event.preventDefault();
    if (event.dataTransfer === null) return;
    event.dataTransfer.dropEffect = 'copy';
    dragging.value = words.start.dropItems(countDragged(event.dataTransfer.items));
  }

  function onDragLeave(event: DragEvent): void {
    // leaving for a child of the page is not leaving the page
    if (event.relatedTarget === null) dragging.value = null;
  }

  async function onDrop(event: DragEvent): Promise<void> {
    event.preventDefault();
    dragging.value = null;
    if (event.dataTransfer === null) return;
    const { entries, plain } = takeDropped(event.dataTransfer);
    const asked = takeHandles(event.dataTransfer.items);
    if (entries.length === 0) {
      openPicked(takePicked(plain), await asked);
      return;
    }
    walking.value = 0;
    const picked = await walkDropped(entries, (count) => (walking.value = count));
    const handles = await asked;
    walking.value = null;
    openPicked(picked, handles);
  }

  return { dragging, walking, openHandles, onPicked, onDragOver, onDragLeave, onDrop };
}
