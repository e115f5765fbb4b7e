/** Everything that is kept, as one file to save and to open again. It holds no slices, and ids as they were typed. */
import { refusals } from '../core/issue-catalogue';
import { done, refused, type Outcome } from '../core/issues';
import { version } from '../core/version';
import { isRecord, isStored } from './checks';
import { storeNames, type Everything, type StoreName, type Stores } from './records';

const FORMAT = 'bvx-session';

export function sessionText(all: Everything): string {
  return `${JSON.stringify({ format: FORMAT, format_version: '1.0', program: { name: 'BVX', version }, ...all })}\n`;
}

/** Reads a session file; one record that is none refuses the whole, so that nothing is lost unseen. */
export function readSession(text: string): Outcome<Everything> {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refused(refusals.not_session('it is no JSON'));
  }
  if (!isRecord(raw) || raw.format !== FORMAT) return refused(refusals.not_session('its format is another'));
  if (typeof raw.format_version !== 'string' || !raw.format_version.startsWith('1.')) {
    return refused(refusals.not_session('it is of a newer version'));
  }
  const lists: Readonly<Record<string, unknown>> = raw;
  const wrong = storeNames.find((store) => !isListOf(store, lists[store]));
  if (wrong !== undefined) return refused(refusals.not_session(`its list "${wrong}" holds something else`));
  const list = <S extends StoreName>(store: S): readonly Stores[S][] => {
    const found = lists[store];
    return isListOf(store, found) ? found : [];
  };
  return done({
    scans: list('scans'),
    patients: list('patients'),
    gases: list('gases'),
    tables: list('tables'),
    exclusions: list('exclusions'),
    study: list('study'),
    log: list('log'),
  });
}

const isListOf = <S extends StoreName>(store: S, value: unknown): value is Stores[S][] =>
  Array.isArray(value) && value.every((one) => isStored(store, one));
