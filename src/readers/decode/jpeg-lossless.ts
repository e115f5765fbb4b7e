/** JPEG lossless (process 14) with jpeg-lossless-decoder-js. */
import { Decoder } from '@cornerstonejs/jpeg-lossless-decoder-js';
import type { JpegStream } from './jpeg-stream';
import type { RawSamples } from './stored';

/**
 * Some encoders of 16-bit images computed predictor 6 with signed 16-bit samples (dcmtk reads them
 * with its workaround-pred6). Where both readings differ, one of them is noise.
 */
class SignedPredictor6 extends Decoder {
  override select6(component?: number): number {
    const left = signed16(this.getPreviousX(component));
    const above = this.getPreviousY(component);
    const corner = signed16(this.getPreviousXY(component));
    return above + (signed16(left - corner) >> 1);
  }
}

/** End marker, padding and what a decoder leaves unread of the last code. */
const endBytes = 8;

const signed16 = (value: number): number => (value << 16) >> 16;

/** Raw samples, or the reason why they cannot be had. */
export function decodeJpegLossless(coded: Uint8Array, stream: JpegStream): RawSamples | string {
  if (!stream.tables) return 'its lossless JPEG is damaged: it has no code tables';
  if (stream.pointTransform !== 0) return 'its lossless JPEG has a point transform, which is not supported';
  const bytes = coded.slice();
  const standard = decodeWith(new Decoder(), bytes);
  if (standard === null) return 'its lossless JPEG is damaged';
  if (stream.predictor !== 6 || stream.precision < 16) return standard;
  const overflowed = decodeWith(new SignedPredictor6(), bytes);
  if (overflowed === null) return standard;
  return smoother(standard, overflowed, stream.columns);
}

function decodeWith(decoder: Decoder, bytes: Uint8Array<ArrayBuffer>): Uint8Array | Uint16Array | null {
  try {
    const samples = decoder.decode(bytes.buffer, 0, bytes.length);
    // it stops quietly where the coded data end early, and does not miss what is left where they lost their step
    const left = bytes.length - (decoder.stream?.index ?? 0);
    return decoder.yLoc >= decoder.yDim && left <= endBytes ? samples : null;
  } catch {
    return null;
  }
}

/** The reading with the smaller steps between neighbours; refused where neither is clearly an image. */
function smoother(a: RawSamples, b: RawSamples, columns: number): RawSamples | string {
  const roughA = roughness(a, columns);
  const roughB = roughness(b, columns);
  if (roughA === roughB) return a;
  if (Math.max(roughA, roughB) < 2 * Math.min(roughA, roughB)) {
    return 'its lossless JPEG can be read in two ways (predictor 6) and neither is clearly right';
  }
  return roughA < roughB ? a : b;
}

/** Sum of the steps between neighbours in a row, as signed 16-bit differences. */
function roughness(samples: RawSamples, columns: number): number {
  let sum = 0;
  for (let i = 1; i < samples.length; i += 1)
    if (i % columns !== 0) sum += Math.abs(signed16(samples[i] - samples[i - 1]));
  return sum;
}
