/**
 * JPEG of 12 bits (extended and the retired progressive processes) with GDCM, from itk-wasm.
 *
 * libjpeg-turbo is built for 8 bits. GDCM wants a DICOM file, so the stream is wrapped in the smallest
 * one: what comes back are the stored values, for it has no rescale.
 */
import type { ReaderHost } from '../contract';
import { runItk } from '../itk';
import type { FrameJob } from './frame';
import type { JpegStream } from './jpeg-stream';
import type { RawSamples } from './stored';

export function gdcmDecoder(host: ReaderHost): (job: FrameJob, stream: JpegStream) => Promise<RawSamples | string> {
  return async (job, stream) => {
    const args = ['--memory-io', '0', '1', '--input-images', 'frame.dcm'];
    const files = [{ path: 'frame.dcm', bytes: wrap(job, stream) }];
    const image = await runItk(host, { name: 'read-image-dicom-file-series', args, output: 0, files, large: false });
    if (typeof image === 'string') return `its ${stream.precision}-bit JPEG could not be decoded: ${image}`;
    if (image.values.length !== job.rows * job.columns) return 'its JPEG stream is damaged';
    return Uint16Array.from(image.values);
  };
}

function wrap(job: FrameJob, stream: JpegStream): Uint8Array {
  const syntaxes: Readonly<Record<number, string>> = { 0xc0: '50', 0xc1: '51', 0xc2: '55' };
  const meta = [
    element(0x0002, 0x0002, 'UI', text('1.2.840.10008.5.1.4.1.1.2')),
    element(0x0002, 0x0003, 'UI', text('2.25.1')),
    element(0x0002, 0x0010, 'UI', text(`1.2.840.10008.1.2.4.${syntaxes[stream.process] ?? '51'}`)),
  ];
  const bits = stream.precision;
  const padded = job.bytes.length % 2 === 0 ? job.bytes : concat([job.bytes, new Uint8Array(1)]);
  return concat([
    new Uint8Array(128),
    text('DICM'),
    element(0x0002, 0x0000, 'UL', u32(meta.reduce((sum, part) => sum + part.length, 0))),
    ...meta,
    element(0x0008, 0x0016, 'UI', text('1.2.840.10008.5.1.4.1.1.2')),
    element(0x0008, 0x0018, 'UI', text('2.25.1')),
    element(0x0008, 0x0060, 'CS', text('CT')),
    element(0x0020, 0x000e, 'UI', text('2.25.2')),
    element(0x0028, 0x0002, 'US', u16(1)),
    element(0x0028, 0x0004, 'CS', text('MONOCHROME2')),
    element(0x0028, 0x0010, 'US', u16(job.rows)),
    element(0x0028, 0x0011, 'US', u16(job.columns)),
    element(0x0028, 0x0100, 'US', u16(16)),
    element(0x0028, 0x0101, 'US', u16(bits)),
    element(0x0028, 0x0102, 'US', u16(bits - 1)),
    element(0x0028, 0x0103, 'US', u16(0)),
    concat([tag(0x7fe0, 0x0010), text('OB'), u16(0), u32(0xffffffff)]),
    concat([tag(0xfffe, 0xe000), u32(0)]),
    concat([tag(0xfffe, 0xe000), u32(padded.length), padded]),
    concat([tag(0xfffe, 0xe0dd), u32(0)]),
  ]);
}

function element(group: number, number: number, vr: string, value: Uint8Array): Uint8Array {
  return concat([tag(group, number), text(vr), u16(value.length), value]);
}

const tag = (group: number, number: number): Uint8Array => concat([u16(group), u16(number)]);
const u16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >>> 8);
const u32 = (value: number): Uint8Array =>
  Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
const text = (value: string): Uint8Array => new TextEncoder().encode(value.length % 2 === 0 ? value : `${value}\0`);

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
