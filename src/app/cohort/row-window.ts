/** Which rows of a long table are drawn, which one the keys act on, which are selected. */
import { computed, nextTick, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue';
import type { StudyRow } from '../state/cohort';

export const rowHeight = 27;
/** Rows drawn beyond both ends of the view. */
const spare = 8;
export const headHeight = rowHeight + 4;

export interface RowKeys {
  toggle(rows: readonly StudyRow[]): void;
  open(row: StudyRow): void;
  edit(row: StudyRow): void;
  range(from: number, to: number): void;
  select(rows: readonly StudyRow[]): void;
}

interface ClickKeys {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

export function useRowWindow(
  rows: () => readonly StudyRow[],
  scroller: Readonly<Ref<HTMLElement | null>>,
  on: RowKeys,
) {
  const scrollTop = ref(0);
  const viewHeight = ref(600);
  const active = ref(0);
  const selected = ref<ReadonlySet<string>>(new Set());
  let anchor = 0;
  let frame = 0;

  const first = computed(() => Math.max(0, Math.floor(scrollTop.value / rowHeight) - spare));
  const last = computed(() =>
    Math.min(rows().length, Math.ceil((scrollTop.value + viewHeight.value) / rowHeight) + spare),
  );
  const shown = computed(() => rows().slice(first.value, last.value));

  function onScroll(): void {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (scroller.value === null) return;
      scrollTop.value = scroller.value.scrollTop;
      viewHeight.value = scroller.value.clientHeight;
    });
  }

  function choose(at: number, event: ClickKeys): void {
    const row = rows()[at];
    if (row === undefined) return;
    const keys = new Set(event.ctrlKey || event.metaKey ? selected.value : []);
    if (event.shiftKey) {
      const [from, to] = anchor < at ? [anchor, at] : [at, anchor];
      for (const one of rows().slice(from, to + 1)) keys.add(one.key);
    } else {
      if (keys.has(row.key)) keys.delete(row.key);
      else keys.add(row.key);
      anchor = at;
    }
    active.value = at;
    selected.value = keys;
  }

  /** The rows that a key acts on: the selected ones where the active one is among them. */
  function targets(): readonly StudyRow[] {
    const row = rows()[active.value];
    if (row === undefined) return [];
    return selected.value.has(row.key) ? rows().filter(({ key }) => selected.value.has(key)) : [row];
  }

  async function move(by: number, event: KeyboardEvent): Promise<void> {
    const to = Math.min(rows().length - 1, Math.max(0, active.value + by));
    if (event.shiftKey) choose(to, event);
    active.value = to;
    await nextTick();
    const view = scroller.value;
    if (view === null) return;
    const top = to * rowHeight;
    if (top < view.scrollTop) view.scrollTop = top;
    else if (top + rowHeight + headHeight > view.scrollTop + view.clientHeight)
      view.scrollTop = top + rowHeight + headHeight - view.clientHeight;
  }

  function onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(viewHeight.value / rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -rows().length,
      End: rows().length,
    };
    const by = steps[event.key];
    const row = rows()[active.value];
    if (by !== undefined) {
      event.preventDefault();
      void move(by, event);
    } else if (event.key === 'Escape') {
      selected.value = new Set();
    } else if (event.key === ' ') {
      event.preventDefault();
      on.toggle(targets());
    } else if (row !== undefined && event.key === 'Enter') on.open(row);
    else if (row !== undefined && event.key === 'F2') {
      event.preventDefault();
      on.edit(row);
    }
  }

  watch(
    [first, last],
    () => {
      const top = Math.floor(scrollTop.value / rowHeight);
      const fits = Math.max(1, Math.floor((viewHeight.value - rowHeight) / rowHeight));
      on.range(rows().length === 0 ? 0 : top + 1, Math.min(rows().length, top + fits));
    },
    { immediate: true },
  );
  watch(selected, (keys) => on.select(rows().filter(({ key }) => keys.has(key))));
  watch(
    () => rows().length,
    (count) => (active.value = Math.min(active.value, Math.max(0, count - 1))),
  );
  const watcher = new ResizeObserver(onScroll);
  onMounted(() => {
    if (scroller.value !== null) watcher.observe(scroller.value);
  });
  onBeforeUnmount(() => {
    watcher.disconnect();
    cancelAnimationFrame(frame);
  });
  return { first, last, shown, active, selected, onScroll, onKey, choose };
}
