/**
 * Slices of a synthetic volume as DICOM files: CT Image Storage, explicit little endian, a patient who does
 * not exist. Bytes only; the same volume and details give the same bytes.
 */
import { deflateSync } from 'fflate';
import { random } from '../maths';
import { voxelToWorld } from '../volume';
import type { Volume } from '../volume';
import { binary, decimal, long, noElements, short, text } from './dicom-elements';
import type { Elements } from './dicom-elements';
import type { ChestOptions } from './options';

/** What the headers say besides the geometry. */
export interface DicomDetails {
  /** All UIDs follow from it. */
  readonly seed: number;
  readonly patientName: string;
  readonly patientId: string;
  readonly seriesDescription: string;
  readonly kernel: string;
  readonly sliceThicknessMm: number;
  readonly kvp: number;
  /** Deflated explicit VR little endian instead of uncompressed: about half the size. */
  readonly deflated: boolean;
}

export const sampleDicomDetails: Omit<DicomDetails, 'seed' | 'sliceThicknessMm'> = {
  patientName: 'Sample^Synthetic',
  patientId: 'BVX-SAMPLE',
  seriesDescription: 'Synthetic chest, thin lung',
  kernel: 'SYN_STANDARD',
  kvp: 120,
  deflated: false,
};

/** Details that fit a volume made with these options, of a chest or of a calibration set. */
export function dicomDetails({ seed, scan }: Pick<ChestOptions, 'seed' | 'scan'>): DicomDetails {
  const sharp = scan.sharpening > 0;
  return {
    ...sampleDicomDetails,
    seed,
    sliceThicknessMm: scan.sliceThicknessMm,
    kernel: sharp ? 'SYN_SHARP' : sampleDicomDetails.kernel,
  };
}

const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
const explicitLittleEndian = '1.2.840.10008.1.2.1';
const deflatedLittleEndian = '1.2.840.10008.1.2.1.99';
const interceptHu = -1024;
const acquired = { date: '20200101', time: '120000' };
/** What UIDs are made for, as streams of random numbers. */
const uidOf = { study: 1, series: 2, frame: 3, implementation: 4, instance: 1000 };

/** Slice k of a volume as the bytes of a file. InstanceNumber is k + 1; HU are stored as value − 1024. */
export function writeDicomSlice(volume: Volume, k: number, details: DicomDetails): Uint8Array<ArrayBuffer> {
  const sopInstance = uid(details.seed, uidOf.instance + k);
  const elements = noElements();
  identity(elements, details, sopInstance);
  acquisition(elements, volume, details);
  position(elements, volume, k, details);
  image(elements, volume);
  const pixels = storedPixels(volume, k);
  binary(elements, 0x7fe00010, 'OW', [], pixels.length);
  const dataset = joined([Uint8Array.from(elements.bytes), pixels]);
  const body = details.deflated ? deflateSync(dataset, { level: 6 }) : dataset;
  return joined([new Uint8Array(128), fileMeta(details, sopInstance), body]);
}

/** A UID under the root for UUIDs, 2.25: 128 bits drawn from seed and purpose. */
export function uid(seed: number, purpose: number): string {
  const draw = random(seed, purpose);
  let value = 0n;
  for (let i = 0; i < 4; i += 1) value = value * 4294967296n + BigInt(Math.floor(draw.uniform() * 4294967296));
  return `2.25.${value}`;
}

function fileMeta(details: DicomDetails, sopInstance: string): Uint8Array {
  const meta = noElements();
  binary(meta, 0x00020001, 'OB', [0, 1]);
  text(meta, 0x00020002, 'UI', ctImageStorage);
  text(meta, 0x00020003, 'UI', sopInstance);
  text(meta, 0x00020010, 'UI', details.deflated ? deflatedLittleEndian : explicitLittleEndian);
  text(meta, 0x00020012, 'UI', uid(0, uidOf.implementation));
  text(meta, 0x00020013, 'SH', 'BVX');
  const length = noElements();
  long(length, 0x00020000, meta.bytes.length);
  return Uint8Array.from([0x44, 0x49, 0x43, 0x4d, ...length.bytes, ...meta.bytes]);
}

function identity(to: Elements, details: DicomDetails, sopInstance: string): void {
  text(to, 0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL');
  text(to, 0x00080016, 'UI', ctImageStorage);
  text(to, 0x00080018, 'UI', sopInstance);
  for (const tag of [0x00080020, 0x00080021, 0x00080022, 0x00080023]) text(to, tag, 'DA', acquired.date);
  for (const tag of [0x00080030, 0x00080031, 0x00080032, 0x00080033]) text(to, tag, 'TM', acquired.time);
  text(to, 0x00080050, 'SH', '');
  text(to, 0x00080060, 'CS', 'CT');
  text(to, 0x00080070, 'LO', 'BVX');
  text(to, 0x00080090, 'PN', '');
  text(to, 0x00081030, 'LO', 'Synthetic chest');
  text(to, 0x0008103e, 'LO', details.seriesDescription);
  text(to, 0x00081090, 'LO', 'Synthetic chest');
  text(to, 0x00100010, 'PN', details.patientName);
  text(to, 0x00100020, 'LO', details.patientId);
  text(to, 0x00100030, 'DA', '');
  text(to, 0x00100040, 'CS', 'O');
  text(to, 0x00120062, 'CS', 'YES');
  text(to, 0x00120063, 'LO', 'Synthetic image, no patient exists');
}

function acquisition(to: Elements, volume: Volume, details: DicomDetails): void {
  const fieldMm = decimal(volume.geometry.size[0] * volume.geometry.spacingMm[0]);
  text(to, 0x00180015, 'CS', 'CHEST');
  text(to, 0x00180050, 'DS', decimal(details.sliceThicknessMm));
  text(to, 0x00180060, 'DS', decimal(details.kvp));
  text(to, 0x00180088, 'DS', decimal(volume.geometry.spacingMm[2]));
  text(to, 0x00180090, 'DS', '500');
  text(to, 0x00181030, 'LO', 'Synthetic chest');
  text(to, 0x00181100, 'DS', fieldMm);
  text(to, 0x00181120, 'DS', '0');
  text(to, 0x00181130, 'DS', '150');
  text(to, 0x00181140, 'CS', 'CW');
  text(to, 0x00181150, 'IS', '500');
  text(to, 0x00181151, 'IS', '200');
  text(to, 0x00181152, 'IS', '100');
  text(to, 0x00181210, 'SH', details.kernel);
  text(to, 0x00185100, 'CS', 'HFS');
}

function position(to: Elements, volume: Volume, k: number, details: DicomDetails): void {
  const { geometry } = volume;
  const d = geometry.direction;
  const at = voxelToWorld(geometry, 0, 0, k);
  const row = [d[0], d[3], d[6]];
  const column = [d[1], d[4], d[7]];
  text(to, 0x0020000d, 'UI', uid(details.seed, uidOf.study));
  text(to, 0x0020000e, 'UI', uid(details.seed, uidOf.series));
  text(to, 0x00200010, 'SH', '1');
  text(to, 0x00200011, 'IS', '1');
  text(to, 0x00200012, 'IS', '1');
  text(to, 0x00200013, 'IS', String(k + 1));
  text(to, 0x00200032, 'DS', at.map(decimal).join('\\'));
  text(to, 0x00200037, 'DS', [...row, ...column].map(decimal).join('\\'));
  text(to, 0x00200052, 'UI', uid(details.seed, uidOf.frame));
  text(to, 0x00201040, 'LO', '');
  text(to, 0x00201041, 'DS', decimal(at[2]));
}

function image(to: Elements, volume: Volume): void {
  const { size, spacingMm } = volume.geometry;
  short(to, 0x00280002, 'US', 1);
  text(to, 0x00280004, 'CS', 'MONOCHROME2');
  short(to, 0x00280010, 'US', size[1]);
  short(to, 0x00280011, 'US', size[0]);
  text(to, 0x00280030, 'DS', `${decimal(spacingMm[1])}\\${decimal(spacingMm[0])}`);
  short(to, 0x00280100, 'US', 16);
  short(to, 0x00280101, 'US', 16);
  short(to, 0x00280102, 'US', 15);
  short(to, 0x00280103, 'US', 1);
  if (volume.paddingHu !== null) short(to, 0x00280120, 'SS', volume.paddingHu - interceptHu);
  text(to, 0x00281050, 'DS', '-600');
  text(to, 0x00281051, 'DS', '1500');
  text(to, 0x00281052, 'DS', decimal(interceptHu));
  text(to, 0x00281053, 'DS', '1');
  text(to, 0x00281054, 'LO', 'HU');
}

/** Signed 16-bit little endian, whatever the machine's own order. */
function storedPixels(volume: Volume, k: number): Uint8Array {
  const n = volume.geometry.size[0] * volume.geometry.size[1];
  const bytes = new Uint8Array(2 * n);
  for (let i = 0; i < n; i += 1) {
    const value = Math.round(volume.hu[k * n + i]) - interceptHu;
    bytes[2 * i] = value & 0xff;
    bytes[2 * i + 1] = (value >> 8) & 0xff;
  }
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
