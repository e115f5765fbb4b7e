/** Tells CT images from the other objects of a study by SOP class, modality and photometric interpretation. */
import { type Dataset, text, uint16 } from './dataset';

/** CT Image Storage, Enhanced CT, Legacy Converted Enhanced CT (PS3.4 B.5). */
const ctClasses = new Set(['1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.1.2.1', '1.2.840.10008.5.1.4.1.1.2.2']);

/** Objects without pixels of a scan, by the beginning of their SOP class. */
const otherClasses: readonly (readonly [string, string])[] = [
  ['1.2.840.10008.1.3.10', 'a DICOMDIR, an index of files'],
  ['1.2.840.10008.5.1.4.1.1.88.67', 'a dose report'],
  ['1.2.840.10008.5.1.4.1.1.88.59', 'a key object selection'],
  ['1.2.840.10008.5.1.4.1.1.88', 'a structured report'],
  ['1.2.840.10008.5.1.4.1.1.66.4', 'a segmentation'],
  ['1.2.840.10008.5.1.4.1.1.66', 'raw data or a registration'],
  ['1.2.840.10008.5.1.4.1.1.481.3', 'a radiotherapy structure set'],
  ['1.2.840.10008.5.1.4.1.1.481', 'a radiotherapy object'],
  ['1.2.840.10008.5.1.4.1.1.104', 'an encapsulated document'],
  ['1.2.840.10008.5.1.4.1.1.11', 'a presentation state'],
  ['1.2.840.10008.5.1.4.1.1.9', 'a waveform'],
  ['1.2.840.10008.5.1.4.1.1.30', 'a parametric map'],
];
const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';

export interface OtherObject {
  readonly kind: 'not_ct' | 'not_image';
  readonly reason: string;
}

/** Null for a CT image. */
export function objectKind(dataset: Dataset): OtherObject | null {
  const sopClass = text(dataset, 'x00080016');
  const modality = text(dataset, 'x00080060');
  const directory = dataset.elements.x00041220 !== undefined;
  const other = directory ? otherClasses[0] : otherClasses.find(([prefix]) => belongs(sopClass, prefix));
  if (other !== undefined) return { kind: 'not_image', reason: `it is ${other[1]}` };
  if (belongs(sopClass, secondaryCapture)) {
    return { kind: 'not_ct', reason: `it is a screenshot or secondary capture (modality ${modality ?? 'not given'})` };
  }
  const isCt = modality === 'CT' || (modality === null && sopClass !== null && ctClasses.has(sopClass));
  if (!isCt) return { kind: 'not_ct', reason: `it is no CT image (modality ${modality ?? 'not given'})` };
  if (sopClass !== null && !ctClasses.has(sopClass)) {
    return { kind: 'not_ct', reason: `it is no CT image (SOP class ${sopClass})` };
  }
  const photometric = text(dataset, 'x00280004') ?? 'MONOCHROME2';
  const samples = uint16(dataset, 'x00280002') ?? 1;
  if (samples !== 1 || !photometric.startsWith('MONOCHROME')) {
    return { kind: 'not_ct', reason: `it is a colour picture (${photometric}) and holds no HU` };
  }
  return null;
}

const belongs = (uid: string | null, prefix: string): boolean =>
  uid === prefix || (uid?.startsWith(`${prefix}.`) ?? false);
