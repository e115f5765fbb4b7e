/** What a gas was drawn under, in words: position, support or drug with its dose. */
import { formatNumber } from '../../core/result';
import { gasWords } from '../words-gases';

const drugs = ['ino', 'ino_almitrine', 'almitrine'];
const wordOf = (code: unknown): string => (typeof code === 'string' ? (gasWords.codes[code] ?? '') : '');

/** Codes and numbers of a gas under the names of files. */
export type Codes = Readonly<Record<string, unknown>>;

/** `Prone + iNO 10 ppm`; without the dose where gases are put together by condition. */
export function conditionWords(codes: Codes, withDose = true): string {
  const { condition, condition_text: text, ino_ppm: dose } = codes;
  const isDrug = typeof condition === 'string' && drugs.includes(condition);
  const named = condition === 'other' ? (typeof text === 'string' ? text : '') : wordOf(condition);
  const dosed =
    withDose && typeof dose === 'number' && condition === 'ino' ? `${named} ${formatNumber(dose, 0)} ppm` : named;
  const position = wordOf(codes.position);
  const parts = isDrug ? [position, dosed] : [position || named || wordOf(codes.o2_device)];
  return parts.filter((part) => part !== '').join(' + ') || gasWords.none;
}

/** Gases of one key were drawn under the same condition, as far as the form tells. */
export function sameCondition(patientId: string, codes: Codes): string {
  const parts = ['position', 'condition', 'condition_text', 'o2_device', 'fio2', 'ino_ppm', 'almitrine_ug_kg_min'];
  return JSON.stringify([patientId, ...parts.map((name) => codes[name] ?? null)]);
}
