/** What was found in the files that the user gave: series with their fitness for BV5, and what was left out. */
import type { Issue, Refusal } from '../issues';
import type { ScanFacts } from '../result/types';
import type { Geometry } from '../volume';

export type SeriesVerdict = 'best' | 'usable' | 'not_for_bv5';

export interface SeriesSummary {
  /** Unique in its inventory; stable for the same files. Never a UID: safe to show and to write. */
  readonly id: string;
  /** SeriesInstanceUID, to choose by on the command line; null for NIfTI, NRRD, MHA. */
  readonly uid: string | null;
  readonly format: 'dicom' | 'nifti' | 'nrrd' | 'meta';
  readonly facts: ScanFacts;
  /** Null where no geometry can be trusted; the refusal says why. */
  readonly geometry: Geometry | null;
  /** Images in the series, frames counted. */
  readonly slices: number;
  readonly verdict: SeriesVerdict;
  /** 1, 2, 3 … in the order of fitness. */
  readonly rank: number;
  /** One sentence why, in the words of the series chooser. */
  readonly reason: string;
  /** Noticed in headers or positions and handled: duplicates, tilt, localizer set aside … */
  readonly issues: readonly Issue[];
  /** Set where it can be looked at but not measured. */
  readonly refusal: Refusal | null;
  /** Bytes of memory that measuring it will take, about. */
  readonly memoryBytes: number;
}

/** A file that belongs to no series, by name and with the reason. */
export interface LeftOut {
  readonly path: string;
  readonly kind: 'unreadable' | 'not_ct' | 'not_image' | 'duplicate';
  readonly reason: string;
}

export interface Inventory {
  readonly series: readonly SeriesSummary[];
  readonly leftOut: readonly LeftOut[];
  readonly files: number;
}
