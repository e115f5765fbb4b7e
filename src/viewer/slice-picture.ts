/** One slice on a plain canvas, for the thumbnails and the preview of the series chooser. */
import { greyTable } from './slice-pixels';
import type { GreyWindow } from './types';

export interface SlicePicture {
  readonly hu: Int16Array | Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Draws the slice at its own size; the style sheet scales it, to the aspect of its voxels. */
export function drawSlicePicture(canvas: HTMLCanvasElement, slice: SlicePicture, window: GreyWindow): void {
  canvas.width = slice.width;
  canvas.height = slice.height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const pixels = context.createImageData(slice.width, slice.height);
  const words = new Uint32Array(pixels.data.buffer);
  const table = greyTable(window);
  const low = 2048;
  for (let at = 0; at < words.length; at += 1) {
    const index = (slice.hu[at] + low) | 0;
    words[at] = table[index < 0 ? 0 : index >= table.length ? table.length - 1 : index];
  }
  context.putImageData(pixels, 0, 0);
}
