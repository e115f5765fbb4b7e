/** Decodes one frame, whatever its coding. */
import type { ReaderHost } from '../contract';
import type { DecodeFrame, FrameJob, FramePixels } from './frame';
import { nativeSamples, storedValues } from './stored';

export type { DecodeFrame, FrameJob, FramePixels, StoredValues } from './frame';

/** A decoder that works where it is called; codecs are loaded on first use. */
export function createFrameDecoder(_host: ReaderHost): DecodeFrame {
  return (job) => Promise.resolve(decode(job));
}

function decode(job: FrameJob): FramePixels {
  if (job.coding === 'native') return { ok: true, stored: storedValues(nativeSamples(job), job), warning: null };
  return { ok: false, reason: `${job.coding} is not supported` };
}
