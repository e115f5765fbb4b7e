/**
 * Every command of the page in one list: the keys, the command search and the key table all read it,
 * so that no pointer action is without a key or a name.
 */
import { litBin, measuredWindow, nextSlab, noSlab, windowPresets, type GreyWindow, type SliceTool } from '../../viewer';
import { words } from '../words';
import { layouts, nextTheme, viewNames, type Preferences, type ViewName } from './preferences';
import { areaNames, type Area } from './area';
import type { Session } from './session';
import type { View } from './view';

export interface Command {
  readonly id: string;
  readonly name: string;
  /** As shown; null for commands without a key. */
  readonly keys: string | null;
  /** How `KeyboardEvent` says it: see `pressed`. */
  readonly match: string | null;
  /** Needs a scan with slices on the screen. */
  readonly reading: boolean;
  readonly run: () => void;
}

/** What the shell does for commands, for it owns the dialogs and the file pickers. */
export interface ShellActions {
  pickFolder(): void;
  pickFiles(): void;
  openSearch(): void;
  openKeys(): void;
  openDownloads(): void;
  back(): void;
  fit(): void;
  nextCaution(): void;
  goTo(area: Area): void;
  undo(): void;
  redo(): void;
}

export const viewWords: Readonly<Record<ViewName, string>> = {
  axial: words.reading.plane.axial,
  coronal: words.reading.plane.coronal,
  sagittal: words.reading.plane.sagittal,
  vessels: words.reading.vessels3d,
};

/** The five grey windows in the order of their keys; the last one needs a measured scan. */
export function windowList(bloodHu: number | null): readonly { readonly name: string; readonly window: GreyWindow }[] {
  const list: { name: string; window: GreyWindow }[] = [
    { name: words.windows.lung, window: windowPresets.lung },
    { name: words.windows.fine, window: windowPresets.fine },
    { name: words.windows.mediastinum, window: windowPresets.mediastinum },
    { name: words.windows.bone, window: windowPresets.bone },
  ];
  if (bloodHu !== null) list.push({ name: words.windows.measured, window: measuredWindow(bloodHu) });
  return list;
}

/** The second key after G. */
const areaKeys: Readonly<Record<Area, string>> = { scan: 's', gases: 'g', cohort: 'c', statistics: 't' };

type CommandParts = [id: string, name: string, keys: string | null, match: string | null, run: () => void];

function plain(...[id, name, keys, match, run]: CommandParts): Command {
  return { id, name, keys, match, reading: false, run };
}

export function inScan(...[id, name, keys, match, run]: CommandParts): Command {
  return { id, name, keys, match, reading: true, run };
}

export function commandList(
  session: Session,
  view: View,
  preferences: Preferences,
  shell: ShellActions,
): readonly Command[] {
  const state = session.state.value;
  const bloodHu = state.at === 'measured' ? state.result.measured.measurement.estimates.bloodHu.value : null;
  const tool = (id: SliceTool, name: string, key: string): Command =>
    inScan(`tool_${id}`, words.command.tool(name), key, key.toLowerCase(), () => (view.state.tool = id));
  const layout = (): void => {
    preferences.layout = layouts[(layouts.indexOf(preferences.layout) + 1) % layouts.length];
  };
  return [
    plain('find', words.command.find, 'Ctrl K', 'ctrl+k', () => shell.openSearch()),
    plain('folder', words.command.folder, null, null, () => shell.pickFolder()),
    plain('files', words.command.files, null, null, () => shell.pickFiles()),
    plain('sample', words.command.sample, null, null, () => void session.openSample()),
    ...scanCommands(session, view),
    ...windowList(bloodHu).map(({ name, window }, index) =>
      inScan(`window_${index + 1}`, words.command.window(name), `${index + 1}`, `${index + 1}`, () => {
        view.state.window = window;
      }),
    ),
    ...viewNames.map((name, index) =>
      inScan(`large_${name}`, words.command.large(viewWords[name]), `Shift ${index + 1}`, `shift+${index + 1}`, () => {
        preferences.large = name;
        view.state.active = name;
      }),
    ),
    tool('crosshair', words.tool.crosshair, 'X'),
    tool('window', words.tool.window, 'W'),
    tool('pan', words.tool.pan, 'P'),
    tool('zoom', words.tool.zoom, 'Z'),
    tool('ruler', words.tool.measure, 'M'),
    inScan('fit', words.command.fit, 'F', 'f', () => shell.fit()),
    inScan('vessels', words.command.vessels, 'V', 'v', () => (view.state.vesselsOn = !view.state.vesselsOn)),
    inScan('lungs', words.command.lungs, 'O', 'o', () => (view.state.lungsOn = !view.state.lungsOn)),
    inScan('slab', words.command.slab, 'T', 't', () => (view.state.slab = nextSlab(view.state.slab))),
    inScan('slab_blend', words.command.slabBlend(words.slab.other(view.state.slab.blend)), null, null, () => {
      const { slab } = view.state;
      view.state.slab = { ...slab, blend: slab.blend === 'maximum' ? 'mean' : 'maximum' };
    }),
    inScan('slab_off', words.command.slabOff, null, null, () => (view.state.slab = noSlab)),
    inScan('layout', words.command.layout, 'L', 'l', layout),
    inScan('caution', words.command.caution, 'N', 'n', () => shell.nextCaution()),
    plain('export', words.command.export, 'Ctrl E', 'ctrl+e', () => shell.openDownloads()),
    plain('back', words.command.back, 'Esc', 'escape', () => shell.back()),
    ...areaNames.map((area) =>
      plain(
        `go_${area}`,
        words.command.goTo(words.top[area]),
        `G ${areaKeys[area].toUpperCase()}`,
        `g ${areaKeys[area]}`,
        () => shell.goTo(area),
      ),
    ),
    plain('undo', words.command.undo, 'Ctrl Z', 'ctrl+z', () => shell.undo()),
    plain('redo', words.command.redo, 'Ctrl Shift Z', 'ctrl+shift+z', () => shell.redo()),
    plain('close', words.command.close, null, null, () => session.close()),
    plain('theme', words.command.theme, null, null, () => (preferences.theme = nextTheme(preferences.theme))),
    plain('keys', words.command.keys, '?', '?', () => shell.openKeys()),
  ];
}

/** Commands that only make sense at this moment: measure, cancel, light what was measured. */
function scanCommands(session: Session, view: View): readonly Command[] {
  const state = session.state.value;
  switch (state.at) {
    case 'choosing':
      return [plain('measure', words.command.measure, null, null, () => void session.choose(state.focusedId, true))];
    case 'looking':
      return state.scan.opened === null || state.scan.series.refusal !== null
        ? []
        : [plain('measure', words.command.measure, null, null, () => void session.measure())];
    case 'measuring':
      return [plain('cancel', words.command.cancel, null, null, () => session.cancel())];
    case 'measured':
      return (['bv5', 'bv5_10', 'bv10', 'below'] as const).map((bin) =>
        plain(`light_${bin}`, words.command.light(words.panel.bins[bin].name), null, null, () => {
          view.state.pinned = litBin(bin);
        }),
      );
    case 'start':
    case 'opening':
    case 'refused':
      return [];
    default:
      return state satisfies never;
  }
}

/** A key press in the words of `Command.match`. */
export function pressed(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey'>): string {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  if (event.ctrlKey || event.metaKey) return `ctrl+${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`;
  // Shift and a digit key type a sign that differs between keyboards
  if (digit !== undefined) return event.shiftKey ? `shift+${digit}` : digit;
  return event.key.toLowerCase();
}

/** Whether a match is a single character: switched off by preference (WCAG 2.1.4) and never heard in fields. */
export function isSingleKey(match: string): boolean {
  return match.length === 1 || match.startsWith('shift+');
}
