/** The readers' door: files as the host hands them in, and what is to be had from them. */
import type { Inventory } from '../core/dicom/types';
import type { Outcome } from '../core/issues';
import type { ScanFacts } from '../core/result/types';
import type { Volume } from '../core/volume';
import type { DecodeFrame } from './decode/frame';

/** A file somewhere: on disk, in the page, inside a zip, in memory. */
export interface SourceFile {
  /** Name to show, with folders, `/` between; never used as a path to write to. */
  readonly path: string;
  readonly size: number;
  /** Bytes from … to (exclusive), clipped to the file. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** What differs between page and Node: where the compiled decoders lie. */
export interface ReaderHost {
  /** Bytes of a WebAssembly file of a codec package. */
  codecWasm(name: 'charls' | 'openjpeg' | 'openjph' | 'libjpeg'): Promise<Uint8Array>;
  /**
   * Folder that holds an itk-wasm pipeline: a path on disk (Node) or an address (page). Without it
   * NIfTI, NRRD, MHA and 12-bit JPEG are refused.
   */
  itkPipelines?(name: ItkPipeline): { readonly kind: 'disk' | 'web'; readonly folder: string };
}

/** The first is in @itk-wasm/dicom, the others in @itk-wasm/image-io. */
export type ItkPipeline = 'read-image-dicom-file-series' | 'nifti-read-image' | 'nrrd-read-image' | 'meta-read-image';

export interface ReadOptions {
  /** Polled between files and frames; true stops with the refusal `cancelled`. */
  readonly cancelled?: () => boolean;
  /** 0…1, at most a few times a second. */
  readonly onProgress?: (fraction: number) => void;
}

export interface LoadOptions extends ReadOptions {
  /** Bytes that may be taken for this scan; more is refused with an estimate and a proposal. */
  readonly memoryLimitBytes?: number;
  /** `convert --any-geometry`: also a single slice, or slices without positions. */
  readonly anyGeometry?: boolean;
  /** Decodes frames elsewhere, for instance in a pool of workers; several are asked for at once. Default: here. */
  readonly decodeFrame?: DecodeFrame;
}

export interface Loaded {
  readonly volume: Volume;
  readonly facts: ScanFacts;
}

/** An open set of files: listed, and ready to load. */
export interface Opened {
  readonly inventory: Inventory;
  load(seriesId: string, options?: LoadOptions): Promise<Outcome<Loaded>>;
  /** One slice in HU, for the series chooser; index 0 is the lowest along the normal. */
  slice(
    seriesId: string,
    index: number,
  ): Promise<Outcome<{ readonly hu: Int16Array | Float32Array; readonly width: number; readonly height: number }>>;
}

export type OpenFiles = (
  files: readonly SourceFile[],
  host: ReaderHost,
  options?: ReadOptions,
) => Promise<Outcome<Opened>>;
