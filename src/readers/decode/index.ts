/** Decodes one frame: a compressed stream says itself what it is, whatever transfer syntax was declared. */
import type { ReaderHost } from '../contract';
import type { DecodeFrame, FrameJob, FramePixels } from './frame';
import { gdcmDecoder } from './gdcm';
import { readJpeg2000Stream } from './jpeg2000-stream';
import { decodeJpegLossless } from './jpeg-lossless';
import { type JpegStream, readJpegStream } from './jpeg-stream';
import { decodeRle } from './rle';
import { nativeSamples, type RawSamples, storedValues } from './stored';
import { type CodecImage, type WasmDecode, wasmDecoder } from './wasm-codec';

export type { DecodeFrame, FrameJob, FramePixels, StoredValues } from './frame';

interface Codecs {
  readonly charls: WasmDecode;
  readonly openjpeg: WasmDecode;
  readonly openjph: WasmDecode;
  readonly libjpeg: WasmDecode;
  readonly gdcm: (job: FrameJob, stream: JpegStream) => Promise<RawSamples | string>;
}

/** A decoder that works where it is called; codecs are loaded on first use and kept. */
export function createFrameDecoder(host: ReaderHost): DecodeFrame {
  const codecs: Codecs = {
    charls: wasmDecoder('charls', host),
    openjpeg: wasmDecoder('openjpeg', host),
    openjph: wasmDecoder('openjph', host),
    libjpeg: wasmDecoder('libjpeg', host),
    gdcm: gdcmDecoder(host),
  };
  return (job) => decodeFrame(job, codecs);
}

async function decodeFrame(job: FrameJob, codecs: Codecs): Promise<FramePixels> {
  if (job.coding === 'native') {
    return fromRaw(job, job.bytes.length < frameBytes(job) ? 'its pixels are cut short' : nativeSamples(job));
  }
  if (job.coding === 'rle') return fromRaw(job, decodeRle(job));
  const isJpeg = job.bytes[0] === 0xff && job.bytes[1] === 0xd8;
  return isJpeg ? decodeJpegFamily(job, codecs) : decodeJpeg2000(job, codecs);
}

const frameBytes = (job: FrameJob): number => job.rows * job.columns * (job.bitsAllocated / 8);

const failed = (reason: string): FramePixels => ({ ok: false, reason });

function fromRaw(job: FrameJob, raw: RawSamples | string): FramePixels {
  if (typeof raw === 'string') return failed(raw);
  return { ok: true, stored: storedValues(raw, job), warning: null };
}

/** A codestream of no more bits than are stored holds them right-justified, wherever HighBit says they lie. */
const withoutShift = (job: FrameJob, precision: number): FrameJob =>
  precision <= job.bitsStored ? { ...job, shift: 0 } : job;

async function decodeJpegFamily(job: FrameJob, codecs: Codecs): Promise<FramePixels> {
  const stream = readJpegStream(job.bytes);
  if (stream === null) return failed('its pixels are no JPEG stream that can be decoded');
  const misfit = sizeMisfit(job, stream);
  if (misfit !== null) return failed(misfit);
  const { precision, end } = stream;
  if (precision > job.bitsAllocated)
    return failed(`its JPEG stream has ${precision} bits, the header ${job.bitsAllocated}`);
  if (end === null) return failed('its JPEG stream is cut short');
  return fromRaw(withoutShift(job, precision), await jpegSamples(job, stream, job.bytes.subarray(0, end), codecs));
}

/** The process of the stream picks the decoder: some files declare another. */
async function jpegSamples(
  job: FrameJob,
  stream: JpegStream,
  bytes: Uint8Array,
  codecs: Codecs,
): Promise<RawSamples | string> {
  if (stream.process === 0xc3) return decodeJpegLossless(bytes, stream);
  if (stream.process === 0xf7) return samplesOf(await codecs.charls(bytes), job);
  if (stream.precision === 8) return samplesOf(await codecs.libjpeg(bytes), job);
  return codecs.gdcm({ ...job, bytes }, stream);
}

async function decodeJpeg2000(job: FrameJob, codecs: Codecs): Promise<FramePixels> {
  const stream = readJpeg2000Stream(job.bytes);
  if (typeof stream === 'string') return failed(stream);
  const misfit = sizeMisfit(job, stream);
  if (misfit !== null) return failed(misfit);
  if (stream.precision > 16) return failed(`its JPEG 2000 codestream has ${stream.precision} bits`);
  if (stream.overlong !== null && stream.highThroughput) return failed('its HTJ2K codestream is cut short');
  const bytes = stream.overlong === null ? stream.bytes : withOpenLength(stream.bytes, stream.overlong.lengthField);
  const samples = samplesOf(await (stream.highThroughput ? codecs.openjph : codecs.openjpeg)(bytes), job);
  if (typeof samples === 'string') return failed(samples);
  // a signed codestream is signed whatever PixelRepresentation says; an unsigned one may hold the bits of signed values
  const stored = stream.signed
    ? storedValues(samples, { ...job, bitsStored: stream.precision, shift: 0, signed: true })
    : storedValues(samples, withoutShift(job, stream.precision));
  const warning =
    stream.overlong === null
      ? null
      : `its JPEG 2000 codestream declares ${stream.overlong.excess} bytes more than it holds; what it holds was decoded`;
  return { ok: true, stored, warning };
}

/** A copy whose tile-part reaches to the end of the codestream, which length 0 means. */
function withOpenLength(bytes: Uint8Array, lengthField: number): Uint8Array {
  const copy = bytes.slice();
  copy.fill(0, lengthField, lengthField + 4);
  return copy;
}

/** A codestream of another size than the header's is not decoded: neither can be trusted. */
function sizeMisfit(job: FrameJob, stream: { rows: number; columns: number; components: number }): string | null {
  if (stream.components !== 1) return `its compressed pixels have ${stream.components} channels`;
  if (stream.rows === job.rows && stream.columns === job.columns) return null;
  return `its compressed pixels are ${stream.columns} × ${stream.rows}, the header says ${job.columns} × ${job.rows}`;
}

function samplesOf(image: CodecImage | string, job: FrameJob): RawSamples | string {
  if (typeof image === 'string') return image;
  const { samples, bitsPerSample, width, height, components } = image;
  const n = job.rows * job.columns;
  const bytes = n * (bitsPerSample > 8 ? 2 : 1);
  const fits = width === job.columns && height === job.rows && components === 1 && samples.length === bytes;
  if (!fits) return 'its codestream is damaged';
  return bitsPerSample > 8 ? new Uint16Array(samples.buffer, 0, n) : samples;
}
