/** Keys of the page: commands, slices by the arrows, the mask off while H is held. */
import { onBeforeUnmount, onMounted } from 'vue';
import { isSingleKey, pressed, type Command } from './commands';
import type { Preferences } from './preferences';
import type { View } from './view';

export interface KeySetting {
  usable(): readonly Command[];
  readonly preferences: Preferences;
  readonly view: View;
  /** Along the vessel that is looked at, mm outwards; false where there is none. */
  along(mm: number): boolean;
  /** A dialog has the keys. */
  isOpen(): boolean;
}

/** Slices a key moves by; ends are far enough to stop at the end. */
export function slicesOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): number | null {
  const far = 1e6;
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: event.shiftKey ? -10 : -1,
    ArrowDown: event.shiftKey ? 10 : 1,
    PageUp: -20,
    PageDown: 20,
    Home: -far,
    End: far,
  };
  return steps[event.key] ?? null;
}

/** Millimetres the left and right arrows move along a vessel. */
export function alongOf(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): number | null {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return null;
  return (event.key === 'ArrowLeft' ? -1 : 1) * (event.shiftKey ? 5 : 1);
}

function inField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** How long the second key of a pair (G then S) is waited for. */
const pairMs = 1500;

export function useKeys(setting: KeySetting): void {
  const { preferences, view } = setting;
  let first: { readonly key: string; readonly until: number } | null = null;

  /** A key with the one before it, where the two are the beginning and end of a pair. */
  function paired(key: string, now: number): string {
    const before = first;
    first = null;
    if (before !== null && now < before.until) return `${before.key} ${key}`;
    if (setting.usable().some(({ match }) => match?.startsWith(`${key} `))) first = { key, until: now + pairMs };
    return key;
  }

  function onDown(event: KeyboardEvent): void {
    // also where the focus fell out of a dialog because its button has gone
    if (event.defaultPrevented || setting.isOpen() || document.querySelector('dialog[open]') !== null) return;
    const slices = slicesOf(event);
    if (slices !== null && !inField(event.target) && view.handle.value !== null) {
      event.preventDefault();
      const { active } = view.state;
      view.handle.value.scrollBy(active === 'vessels' ? 'axial' : active, slices);
      return;
    }
    const mm = alongOf(event);
    if (mm !== null && !inField(event.target) && setting.along(mm)) {
      event.preventDefault();
      return;
    }
    const key = pressed(event);
    if (isSingleKey(key) && (!preferences.singleKeys || inField(event.target) || event.altKey)) return;
    if (key === 'h' && view.handle.value !== null) view.state.maskHeld = true;
    const wanted = isSingleKey(key) ? paired(key, event.timeStamp) : key;
    const command = setting.usable().find((one) => one.match === wanted);
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  }

  function onUp(event: KeyboardEvent): void {
    if (event.key.toLowerCase() === 'h') view.state.maskHeld = false;
  }

  onMounted(() => {
    addEventListener('keydown', onDown);
    addEventListener('keyup', onUp);
  });
  onBeforeUnmount(() => {
    removeEventListener('keydown', onDown);
    removeEventListener('keyup', onUp);
  });
}
