/**
 * Hashes by which results are told apart: of the pixels, of the scan, of the parameters.
 *
 * All can be made again outside the program (docs/file-formats.md says how); none holds a name, date or UID.
 */
import type { Parameters } from '../parameters';
import type { Task } from '../parallel';
import type { Geometry } from '../volume';
import { sha256, sha256OfText } from './sha256';

/**
 * SHA-256 in hex of the HU as they lie in memory: i fastest, then j, then k; int16 or, where a fractional rescale made
 * them so, float32; little-endian. Padding counts as it is.
 */
export function pixelsSha256(hu: Int16Array | Float32Array): string {
  return sha256()
    .update(new Uint8Array(hu.buffer, hu.byteOffset, hu.byteLength))
    .hex();
}

/** The same as one piece of work, so that a worker does it beside the lungs: a second for a large scan. */
export const pixelHashTask: Task<{ readonly hu: Int16Array | Float32Array }, string> = {
  id: 'result/pixel-hash',
  run: ({ hu }) => pixelsSha256(hu),
};

/**
 * `bvx-` and 16 hex digits from pixels and geometry alone. Lengths enter to the micrometre and directions to 1e-6, so
 * that a scan keeps its id when a file format stores them as 32-bit numbers.
 */
export function scanId(pixels: string, geometry: Geometry): string {
  const parts = [
    pixels,
    geometry.size.join(' '),
    geometry.spacingMm.map((mm) => whole(mm * 1000)).join(' '),
    geometry.originMm.map((mm) => whole(mm * 1000)).join(' '),
    geometry.direction.map((cosine) => whole(cosine * 1e6)).join(' '),
  ];
  return `bvx-${sha256OfText(parts.join('\n')).slice(0, 16)}`;
}

/** Nearest whole number; −0 is 0. */
function whole(value: number): number {
  return Math.round(value) + 0;
}

/** `bv5FromMm2` → `bv5_from_mm2`: the name of a parameter in files. */
export function snakeCase(camelCase: string): string {
  return camelCase.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}

/** Values by their file names, in the order of the names' code points: what is written, and what is hashed. */
export function parameterRecord(parameters: Parameters): Record<string, number> {
  const entries = Object.entries(parameters).map(([name, value]) => [snakeCase(name), value] as const);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** `sha256:` and the hash of the parameters' JSON: names sorted, no spaces, numbers in their shortest form. */
export function parametersHash(parameters: Parameters): string {
  return `sha256:${sha256OfText(JSON.stringify(parameterRecord(parameters)))}`;
}
