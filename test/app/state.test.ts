import { describe, expect, test } from 'vitest';
import { isSingleKey, pressed, windowList } from '../../src/app/state/commands';
import {
  takeDropped,
  takePicked,
  walkDropped,
  type DroppedEntry,
  type DroppedFile,
  type DroppedFolder,
} from '../../src/app/state/files';
import { slicesOf } from '../../src/app/state/keys';
import { defaultPreferences, nextTheme, parsePreferences } from '../../src/app/state/preferences';

describe('files', () => {
  const named = (name: string, path = ''): File => {
    const file = new File(['x'], name);
    Object.defineProperty(file, 'webkitRelativePath', { value: path });
    return file;
  };
  const entry = (path: string): DroppedEntry => ({
    isFile: true,
    isDirectory: false,
    name: path.split('/').at(-1) ?? '',
    fullPath: path,
  });
  const fileEntry = (path: string): DroppedFile => ({
    ...entry(path),
    file: (give, fail) => (path.endsWith('gone') ? fail() : give(new File(['x'], path))),
  });
  /** Lists at most two at a time, as browsers list at most a hundred. */
  const directory = (path: string, inside: readonly DroppedEntry[]): DroppedFolder => ({
    ...entry(path),
    isFile: false,
    isDirectory: true,
    createReader: () => {
      const left = [...inside];
      return { readEntries: (give) => give(left.splice(0, 2)) };
    },
  });

  test('a dropped folder is walked to the end, in order; a file that vanished is left out', async () => {
    const tree = directory('/chest', [
      fileEntry('/chest/1'),
      directory('/chest/deep', [fileEntry('/chest/deep/a'), fileEntry('/chest/deep/b'), fileEntry('/chest/deep/c')]),
      fileEntry('/chest/gone'),
      fileEntry('/chest/2'),
    ]);
    const picked = await walkDropped([tree]);
    expect(picked.name).toBe('chest');
    expect(picked.files.map((file) => file.path)).toEqual([
      'chest/1',
      'chest/deep/a',
      'chest/deep/b',
      'chest/deep/c',
      'chest/2',
    ]);
  });

  test('a picked folder goes by its name, a file by its own, several by none', () => {
    expect(takePicked([named('1', 'chest/1'), named('2', 'chest/2')])).toMatchObject({ name: 'chest' });
    expect(takePicked([named('ct.zip')])).toMatchObject({ name: 'ct.zip', files: [{ path: 'ct.zip' }] });
    expect(takePicked([named('1'), named('2')]).name).toBeNull();
  });

  test('a drop without entries gives its plain files', () => {
    expect(takeDropped({ items: [], files: [named('ct.zip')] })).toMatchObject({
      entries: [],
      plain: [{ name: 'ct.zip' }],
    });
  });
});

describe('keys', () => {
  const press = (key: string, code = '', over: Partial<KeyboardEvent> = {}): string =>
    pressed({ key, code, ctrlKey: false, metaKey: false, shiftKey: false, ...over });

  test('digits go by their key, for Shift makes other signs of them on other keyboards', () => {
    expect(press('1', 'Digit1')).toBe('1');
    expect(press('!', 'Digit1', { shiftKey: true })).toBe('shift+1');
    expect(press('K', 'KeyK', { ctrlKey: true })).toBe('ctrl+k');
    expect(press('Escape', 'Escape')).toBe('escape');
  });

  test('only single characters can be switched off', () => {
    expect(['f', 'shift+4', '?'].every(isSingleKey)).toBe(true);
    expect(['ctrl+k', 'escape'].some(isSingleKey)).toBe(false);
  });

  test('slices by arrows, pages and ends', () => {
    const by = (key: string, shiftKey = false): number | null => slicesOf({ key, shiftKey });
    expect([by('ArrowDown'), by('ArrowUp', true), by('PageDown')]).toEqual([1, -10, 20]);
    expect(by('x')).toBeNull();
  });

  test('the fifth window needs a measured scan', () => {
    expect(windowList(null)).toHaveLength(4);
    expect(windowList(40).at(-1)?.window).toEqual({ levelHu: -480, widthHu: 1040 });
  });
});

describe('preferences', () => {
  test('what is stored is read, what is unknown falls back', () => {
    expect(parsePreferences('{"theme":"light","large":"vessels","layout":"spiral"}')).toEqual({
      ...defaultPreferences,
      theme: 'light',
      large: 'vessels',
    });
    for (const broken of [null, '', '{', '[]', '"x"', 'null']) {
      expect(parsePreferences(broken)).toEqual(defaultPreferences);
    }
  });

  test('the theme goes round', () => {
    expect(nextTheme(nextTheme(nextTheme('dark')))).toBe('dark');
  });
});
