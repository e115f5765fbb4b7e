/**
 * What is typed in a dialog and not done yet: kept in this browser at every change, so that a closed tab loses nothing.
 * The same dialog opened again begins with it; a dialog that is closed leaves nothing behind.
 */
import { onBeforeUnmount, shallowRef, watch, type ShallowRef } from 'vue';

const PREFIX = 'bvx-draft ';

export interface Draft {
  text(name: string, fresh: string): ShallowRef<string>;
  oneOf<T extends string>(name: string, all: readonly T[], fresh: NoInfer<T>): ShallowRef<T>;
  list(name: string, fresh: readonly string[]): ShallowRef<readonly string[]>;
  texts(name: string, fresh: Readonly<Record<string, string>>): ShallowRef<Readonly<Record<string, string>>>;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  isPlain(value) && Object.values(value).every(isText);
const isList = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);

/** `place` names the dialog and what it is about. */
export function useDraft(place: string): Draft {
  const key = `${PREFIX}${place}`;
  const before = keptUnder(key);
  const now: Record<string, unknown> = { ...before };

  function field<T>(name: string, fresh: T, isOne: (value: unknown) => value is T): ShallowRef<T> {
    const kept = before[name];
    const value = shallowRef(isOne(kept) ? kept : fresh);
    watch(
      value,
      (changed) => {
        now[name] = changed;
        keep(key, JSON.stringify(now));
      },
      { flush: 'sync' },
    );
    return value;
  }

  onBeforeUnmount(() => forget(key));
  return {
    text: (name, fresh) => field(name, fresh, isText),
    oneOf: (name, all, fresh) => field(name, fresh, (value): value is typeof fresh => all.some((one) => one === value)),
    list: (name, fresh) => field(name, fresh, isList),
    texts: (name, fresh) => field(name, fresh, isTexts),
  };
}

/** With everything else that the browser keeps. */
export function forgetDrafts(): void {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
    for (const key of keys) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // where storage is forbidden there is nothing to forget
  }
}

/** A field that counts once it is left is left when the page is closed: what was typed in it is taken over. */
export function leaveFieldsWithPage(): void {
  addEventListener('pagehide', () => {
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
  });
}

function keptUnder(key: string): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return isPlain(kept) ? kept : {};
  } catch {
    return {};
  }
}

function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // a browser may forbid storage; the dialog works as long as the page is there
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
