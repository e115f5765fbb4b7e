/** One series of the open files: how it is shown, and how it is read. */
import type { SeriesSummary } from '../core/dicom';
import { issues, refusals } from '../core/issue-catalogue';
import type { Issue, Outcome, Refusal } from '../core/issues';
import type { Volume } from '../core/volume';
import type { LoadOptions } from './contract';

export interface SlicePicture {
  readonly hu: Int16Array | Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface Listed {
  readonly summary: SeriesSummary;
  load(options: LoadOptions): Promise<Outcome<Volume>>;
  slice(index: number): Promise<Outcome<SlicePicture>>;
}

/** Why a series is not loaded: its own refusal unless any geometry will do, or memory. */
export function loadRefusal({ refusal, memoryBytes, geometry }: SeriesSummary, options: LoadOptions): Refusal | null {
  if (refusal !== null && options.anyGeometry !== true) return refusal;
  const limit = options.memoryLimitBytes ?? Infinity;
  if (memoryBytes <= limit) return null;
  const thicker = Math.ceil((memoryBytes / limit) * (geometry?.spacingMm[2] ?? 1) * 2) / 2;
  return refusals.memory_too_small(
    memoryBytes,
    limit,
    `Use the command line on a computer with more memory, or a reconstruction with ${thicker} mm slices.`,
  );
}

/** What the user is told who takes a series that cannot be measured. */
export function assumedGeometry({ refusal, geometry }: SeriesSummary): Issue[] {
  if (refusal === null) return [];
  const assumed = geometry === null ? ' Places between slices and the origin are made up.' : '';
  return [issues.geometry_assumed(`${refusal.message.replace(/\.$/u, '')}.${assumed}`.replace(/\.$/u, ''))];
}
