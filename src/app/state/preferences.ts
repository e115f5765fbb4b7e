/** What a user sets once: theme, single-letter keys, the large view. Kept in this browser, nowhere else. */
import { inject, reactive, watch, type InjectionKey } from 'vue';

export type Theme = 'dark' | 'light' | 'system';
export type ViewName = 'axial' | 'coronal' | 'sagittal' | 'vessels';
export type Layout = 'one_and_three' | 'grid' | 'one';

export interface Preferences {
  theme: Theme;
  singleKeys: boolean;
  large: ViewName;
  layout: Layout;
}

const storageName = 'bvx-preferences';
const themes: readonly Theme[] = ['dark', 'light', 'system'];
export const viewNames: readonly ViewName[] = ['axial', 'coronal', 'sagittal', 'vessels'];
export const layouts: readonly Layout[] = ['one_and_three', 'grid', 'one'];

export const defaultPreferences: Preferences = {
  theme: 'system',
  singleKeys: true,
  large: 'axial',
  layout: 'one_and_three',
};

/** Preferences from stored text; anything unknown falls back to the default. */
export function parsePreferences(text: string | null): Preferences {
  let stored: unknown = null;
  try {
    stored = text === null ? null : JSON.parse(text);
  } catch {
    stored = null;
  }
  const read = <T>(name: keyof Preferences, allowed: readonly T[], fallback: T): T => {
    const value: unknown = typeof stored === 'object' && stored !== null ? Reflect.get(stored, name) : undefined;
    return allowed.find((one) => one === value) ?? fallback;
  };
  return {
    theme: read('theme', themes, defaultPreferences.theme),
    singleKeys: read('singleKeys', [true, false], defaultPreferences.singleKeys),
    large: read('large', viewNames, defaultPreferences.large),
    layout: read('layout', layouts, defaultPreferences.layout),
  };
}

/** Live preferences: stored on every change, the theme set on the document. */
export function livePreferences(): Preferences {
  const preferences = reactive(parsePreferences(readStored()));
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const show = (): void => {
    const light = preferences.theme === 'light' || (preferences.theme === 'system' && !dark.matches);
    document.documentElement.dataset['theme'] = light ? 'light' : 'dark';
  };
  watch(
    () => ({ ...preferences }),
    (now) => {
      show();
      store(JSON.stringify(now));
    },
  );
  dark.addEventListener('change', show);
  show();
  return preferences;
}

export const preferencesKey: InjectionKey<Preferences> = Symbol('preferences');

export function usePreferences(): Preferences {
  const preferences = inject(preferencesKey);
  if (preferences === undefined) throw new Error('no preferences were provided');
  return preferences;
}

export function nextTheme(theme: Theme): Theme {
  return themes[(themes.indexOf(theme) + 1) % themes.length];
}

// a browser may forbid storage; the page works without
function readStored(): string | null {
  try {
    return localStorage.getItem(storageName);
  } catch {
    return null;
  }
}

function store(text: string): void {
  try {
    localStorage.setItem(storageName, text);
  } catch {
    // nothing is lost but the wish
  }
}
