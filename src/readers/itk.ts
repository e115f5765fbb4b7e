/**
 * Runs an itk-wasm pipeline on files in memory, in a page's worker and in Node alike.
 */
import type { ItkPipeline, ReaderHost } from './contract';

export interface ItkImage {
  readonly size: readonly number[];
  readonly spacingMm: readonly number[];
  readonly originMm: readonly number[];
  /** Row-major matrix whose columns are the axes, LPS. */
  readonly direction: Samples;
  readonly components: number;
  readonly componentType: string;
  readonly values: Samples;
}

export interface ItkJob {
  readonly name: ItkPipeline;
  readonly args: string[];
  /** Index of the image among the pipeline's outputs. */
  readonly output: 0 | 1;
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /**
   * True for a whole volume: WebAssembly memory never shrinks, so in a page it gets a worker of its own
   * that is ended afterwards; the files' bytes move there and are lost here. Small images stay here,
   * which saves the start.
   */
  readonly large: boolean;
}

/** A text is the reason why there is no image. */
export async function runItk(host: ReaderHost, job: ItkJob): Promise<ItkImage | string> {
  const place = host.itkPipelines?.(job.name);
  if (place === undefined) return 'the reader for it is not available here';
  const itk = await import('itk-wasm');
  const worker = place.kind === 'web' && job.large ? await itk.createWebWorker(null) : false;
  const json = { type: itk.InterfaceTypes.JsonCompatible };
  const image = { type: itk.InterfaceTypes.Image };
  const outputs = job.output === 0 ? [image, json] : [json, image];
  const inputs = job.files.map(({ path, bytes }) => ({
    type: itk.InterfaceTypes.BinaryFile,
    data: { path, data: bytes },
  }));
  try {
    const result = await quietly(() =>
      place.kind === 'disk'
        ? itk.runPipelineNode(`${place.folder}/${job.name}`, job.args, outputs, inputs)
        : itk.runPipeline(job.name, job.args, outputs, inputs, {
            webWorker: worker,
            pipelineBaseUrl: place.folder,
            noCopy: true,
          }),
    );
    if (result.returnValue !== 0) return 'it is damaged';
    // libjpeg fills the rest with grey
    if (result.stderr.includes('Corrupt JPEG')) return 'it is damaged';
    // ITK then goes on with the qform, which says something else
    if (result.stderr.includes('sform')) return 'its sform is sheared or has other voxel sizes than its header';
    return imageOf(result.outputs[job.output]?.data) ?? 'it holds no image';
  } catch {
    // a C++ exception arrives as a bare number: there is no text to pass on
    return 'it is damaged';
  } finally {
    if (worker !== false) worker.terminate();
  }
}

/** The decoders inside ITK complain on the console about what they then read; nobody can act on that. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const loud = globalThis.console;
  Object.assign(globalThis, { console: { ...loud, error: () => undefined, log: () => undefined } });
  try {
    return await work();
  } finally {
    Object.assign(globalThis, { console: loud });
  }
}

function imageOf(data: unknown): ItkImage | null {
  if (!isRecord(data) || !isRecord(data.imageType)) return null;
  const { size, spacing, origin, direction, data: values } = data;
  const { components, componentType } = data.imageType;
  if (!isNumbers(size) || !isNumbers(spacing) || !isNumbers(origin)) return null;
  if (!isTypedArray(direction) || !isTypedArray(values)) return null;
  if (typeof components !== 'number' || typeof componentType !== 'string') return null;
  return { size, spacingMm: spacing, originMm: origin, direction, components, componentType, values };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'number');

export type Samples =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

function isTypedArray(value: unknown): value is Samples {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}
