/**
 * The compiled decoders behind one small interface: CharLS, OpenJPEG, OpenJPH, libjpeg-turbo.
 *
 * Loaded on first use, from bytes that the host gives. A decoder that trapped is thrown away: its
 * memory cannot be trusted. What they print is kept only to notice failures they do not report.
 */
import type { ReaderHost } from '../contract';

export type CodecName = Parameters<ReaderHost['codecWasm']>[0];

export interface CodecImage {
  readonly samples: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bitsPerSample: number;
  readonly signed: boolean;
}

/** Decodes a codestream; a text is the reason why it could not. */
export type WasmDecode = (bytes: Uint8Array) => Promise<CodecImage | string>;

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number; isSigned?: boolean };
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}

interface Codec {
  readonly create: new () => Decoder;
  /** What was printed since the last look. */
  readonly printed: string[];
}

const sources: Readonly<Record<CodecName, { load: () => Promise<Factory>; className: string }>> = {
  charls: {
    load: async () => (await import('@cornerstonejs/codec-charls/decodewasmjs')).default,
    className: 'JpegLSDecoder',
  },
  openjpeg: {
    load: async () => (await import('@cornerstonejs/codec-openjpeg/decodewasmjs')).default,
    className: 'J2KDecoder',
  },
  openjph: {
    load: async () => (await import('@cornerstonejs/codec-openjph/wasmjs')).default,
    className: 'HTJ2KDecoder',
  },
  libjpeg: {
    load: async () => (await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs')).default,
    className: 'JPEGDecoder',
  },
};

type Factory = (options: object) => Promise<object>;

/** A decoder of one codec; keeps its compiled module for the next frame. */
export function wasmDecoder(name: CodecName, host: ReaderHost): WasmDecode {
  let codec: Promise<Codec> | null = null;
  return async (bytes) => {
    codec ??= loadCodec(name, host);
    const { create, printed } = await codec;
    printed.length = 0;
    try {
      const image = run(new create(), bytes);
      // OpenJPEG returns as if nothing was wrong; only its message tells
      return printed.some((line) => line.includes('[ERROR]')) ? 'its codestream is damaged' : image;
    } catch {
      codec = null;
      return 'its codestream is damaged';
    }
  };
}

function run(decoder: Decoder, bytes: Uint8Array): CodecImage {
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  decoder.decode();
  const info = decoder.getFrameInfo();
  const image = {
    samples: decoder.getDecodedBuffer().slice(),
    width: info.width,
    height: info.height,
    components: info.componentCount,
    bitsPerSample: info.bitsPerSample,
    signed: info.isSigned ?? false,
  };
  decoder.delete();
  return image;
}

async function loadCodec(name: CodecName, host: ReaderHost): Promise<Codec> {
  const { load, className } = sources[name];
  const [factory, wasmBinary] = await Promise.all([load(), host.codecWasm(name)]);
  const printed: string[] = [];
  const print = (line: string): void => void printed.push(line);
  const module = await factory({ wasmBinary, print, printErr: print });
  const create: unknown = Reflect.get(module, className);
  if (!isDecoderClass(create)) throw new Error(`${name} has no ${className}`);
  return { create, printed };
}

function isDecoderClass(value: unknown): value is new () => Decoder {
  return typeof value === 'function' && 'prototype' in value;
}
