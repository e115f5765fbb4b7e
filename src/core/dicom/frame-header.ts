/**
 * Geometry and rescale of one frame, from the functional groups of an enhanced object or from the top level.
 *
 * Only ImagePositionPatient, ImageOrientationPatient and PixelSpacing give geometry. A value that is
 * missing or no number leaves null and a fault in words; nothing is guessed.
 */
import type { Vec3 } from '../volume';
import { type Dataset, decimalNumber, decimals, items, text, texts, valueBytes } from './dataset';

export interface Orientation {
  /** Unit vector along a row (i), LPS. */
  readonly row: Vec3;
  /** Unit vector along a column (j), LPS. */
  readonly column: Vec3;
}

export interface Rescale {
  readonly slope: number;
  readonly intercept: number;
}

export interface FrameHeader {
  readonly positionMm: Vec3 | null;
  readonly orientation: Orientation | null;
  readonly pixelSpacingMm: { readonly betweenRows: number; readonly betweenColumns: number } | null;
  /** What is missing or wrong in the geometry, in words; empty where all is there. */
  readonly geometryFaults: readonly string[];
  readonly rescale: Rescale | null;
  /** Why there is no rescale. */
  readonly rescaleFault: string | null;
  readonly rescaleType: string | null;
  readonly thicknessMm: number | null;
  readonly kernel: string | null;
  readonly imageType: readonly string[];
  /** Values by which acquisitions of one series may be told apart, as text. */
  readonly acquisition: Readonly<Record<AcquisitionTag, string | null>>;
}

export type AcquisitionTag = 'number' | 'temporalPosition' | 'cardiacPhase' | 'triggerTime' | 'reconstructionDiameter';

const sharedGroups = 'x52009229';
const perFrameGroups = 'x52009230';

/** Headers of all frames in stored order. */
export function readFrameHeaders(dataset: Dataset, frames: number): FrameHeader[] {
  const shared = items(dataset, sharedGroups)[0] ?? null;
  const perFrame = items(dataset, perFrameGroups);
  return Array.from({ length: frames }, (_, index) => readFrameHeader(dataset, shared, perFrame[index] ?? null));
}

function readFrameHeader(dataset: Dataset, shared: Dataset | null, own: Dataset | null): FrameHeader {
  // a macro stands in the frame's own groups, else in the shared ones, else (single-frame objects) at the top
  const macro = (tag: string): Dataset => (own && items(own, tag)[0]) ?? (shared && items(shared, tag)[0]) ?? dataset;
  const faults: string[] = [];
  const position = readPosition(macro('x00209113'), faults);
  const orientation = readOrientation(macro('x00209116'), faults);
  const measures = macro('x00289110');
  const spacing = readPixelSpacing(measures, faults);
  const transformation = macro('x00289145');
  const rescale = readRescale(transformation);
  const frameType = texts(macro('x00189329'), 'x00089007');
  const content = macro('x00209111');
  return {
    positionMm: position,
    orientation,
    pixelSpacingMm: spacing,
    geometryFaults: faults,
    rescale: typeof rescale === 'string' ? null : rescale,
    rescaleFault: typeof rescale === 'string' ? rescale : null,
    rescaleType: text(transformation, 'x00281054'),
    thicknessMm: positive(decimalNumber(measures, 'x00180050')),
    kernel: text(macro('x00189314'), 'x00181210'),
    imageType: frameType.length > 0 ? frameType : texts(dataset, 'x00080008'),
    acquisition: {
      number: text(dataset, 'x00200012') ?? bits(content, 'x00209156'),
      temporalPosition: text(dataset, 'x00200100') ?? bits(content, 'x00209128'),
      cardiacPhase: bits(dataset, 'x00209241'),
      triggerTime: text(dataset, 'x00181060'),
      reconstructionDiameter: text(dataset, 'x00181100'),
    },
  };
}

function readPosition(dataset: Dataset, faults: string[]): Vec3 | null {
  const values = decimals(dataset, 'x00200032');
  if (values?.length === 3) return [values[0], values[1], values[2]];
  faults.push(fault(dataset, 'x00200032', 'ImagePositionPatient'));
  return null;
}

function readOrientation(dataset: Dataset, faults: string[]): Orientation | null {
  const values = decimals(dataset, 'x00200037');
  if (values?.length !== 6) {
    faults.push(fault(dataset, 'x00200037', 'ImageOrientationPatient'));
    return null;
  }
  const row = unit([values[0], values[1], values[2]]);
  const column = unit([values[3], values[4], values[5]]);
  // 0.001 is a twentieth of a degree: rounded cosines pass, a wrong direction does not
  if (row === null || column === null || Math.abs(dot(row, column)) > 0.001) {
    faults.push('ImageOrientationPatient does not give two perpendicular directions');
    return null;
  }
  return { row, column };
}

function readPixelSpacing(dataset: Dataset, faults: string[]): FrameHeader['pixelSpacingMm'] {
  const values = decimals(dataset, 'x00280030');
  if (values?.length === 2 && values[0] > 0 && values[1] > 0) {
    return { betweenRows: values[0], betweenColumns: values[1] };
  }
  faults.push(fault(dataset, 'x00280030', 'PixelSpacing'));
  return null;
}

function readRescale(dataset: Dataset): Rescale | string {
  const slope = decimalNumber(dataset, 'x00281053');
  const intercept = decimalNumber(dataset, 'x00281052');
  if (slope === null) return fault(dataset, 'x00281053', 'RescaleSlope');
  if (intercept === null) return fault(dataset, 'x00281052', 'RescaleIntercept');
  if (slope === 0) return 'RescaleSlope is 0';
  return { slope, intercept };
}

function fault(dataset: Dataset, tag: string, name: string): string {
  if (dataset.elements[tag] === undefined) return `${name} is missing`;
  if (dataset.ambiguous.has(tag)) return `${name} is there twice with different values`;
  return `${name} has no valid value`;
}

/** A binary value as text, only to tell equal from different. */
function bits(dataset: Dataset, tag: string): string | null {
  const value = valueBytes(dataset, tag);
  if (value === null || value.length === 0 || value.length > 8) return null;
  return [...value].join('.');
}

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(v: Vec3): Vec3 | null {
  const length = Math.sqrt(dot(v, v));
  // rounded cosines differ from 1 by a little; half or double is no direction
  return Math.abs(length - 1) < 0.01 ? [v[0] / length, v[1] / length, v[2] / length] : null;
}
