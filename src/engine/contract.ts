/**
 * The engine's door: reading and measuring off the main thread, the same in the page and in Node.
 *
 *   const engine = await createEngine({ threads });
 *   const opened = await engine.open(files, onProgress);
 *   const outcome = await engine.measure(seriesId, { onProgress });
 *   engine.cancel();            // any running call ends at once with the refusal `cancelled`
 */
import type { Inventory } from '../core/dicom/types';
import type { Outcome } from '../core/issues';
import type { EditJson } from '../core/result';
import type { Measurement, ScanFacts } from '../core/result/types';
import type { StageId } from '../core/stages';
import type { MeasuredVessels } from '../core/vessel-account';
import type { Volume } from '../core/volume';

/** A file to hand to the engine: a `File` in the page, a path in Node. */
export type EngineFile =
  | { readonly kind: 'blob'; readonly path: string; readonly blob: Blob }
  | { readonly kind: 'disk'; readonly path: string; readonly diskPath: string; readonly size: number };

export interface Progress {
  readonly stage: StageId | 'open';
  /** 0…1 within the stage. */
  readonly fraction: number;
}

export interface OpenedScan {
  readonly volume: Volume;
  readonly facts: ScanFacts;
}

export interface MeasuredScan {
  readonly measured: MeasuredVessels;
  readonly facts: ScanFacts;
  readonly threads: number;
  readonly totalSeconds: number;
  /** Changes by hand, oldest first, and the figures before them; null without changes. */
  readonly edits: readonly EditJson[];
  readonly asMeasured: Measurement | null;
}

/** Figures and picture after changes by hand. */
export interface Corrected {
  readonly measurement: Measurement;
  readonly vesselMask: Uint8Array;
}

export interface SlicePreview {
  readonly hu: Int16Array | Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface Engine {
  readonly threads: number;
  /** Lists what is in the files. A new `open` forgets the old one. */
  open(files: readonly EngineFile[], onProgress?: (p: Progress) => void): Promise<Outcome<Inventory>>;
  /** One slice for the series chooser. */
  preview(seriesId: string, index: number): Promise<Outcome<SlicePreview>>;
  /** Decodes a series. The volume lies on shared memory where the host allows it. */
  load(
    seriesId: string,
    options?: { anyGeometry?: boolean; onProgress?: (p: Progress) => void },
  ): Promise<Outcome<OpenedScan>>;
  /** Measures a series (loading it first where that was not done). */
  measure(seriesId: string, options?: MeasureOptions): Promise<Outcome<MeasuredScan>>;
  /** What a measured scan becomes when other stations of its account count: 1 where one does. */
  correct(measured: MeasuredVessels, accepted: Uint8Array): Promise<Outcome<Corrected>>;
  /** Ends whatever runs, within 200 ms; the open files stay open. */
  cancel(): void;
  /** Stops all workers. */
  dispose(): void;
}

export interface MeasureOptions {
  readonly onProgress?: (p: Progress) => void;
  /** Called once when the lungs are known, so that the page can show them while vessels are sought. */
  readonly onLungs?: (mask: Uint8Array, rightMl: number | null, leftMl: number | null) => void;
}
