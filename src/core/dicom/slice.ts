/** One frame of one CT file, as grouping and ordering see it. */
import type { Vec3 } from '../volume';
import type { FrameHeader } from './frame-header';
import type { CtImage } from './header';

export interface Slice {
  /** Index of the file in the list of CT files. */
  readonly file: number;
  /** Index of the frame in its file. */
  readonly frame: number;
  /** File name to show, with the frame where a file holds several. */
  readonly name: string;
  readonly image: CtImage;
  readonly header: FrameHeader;
}

/** All frames of a file as slices. */
export function slicesOf(image: CtImage, file: number, path: string): Slice[] {
  return image.frames.map((header, frame) => ({
    file,
    frame,
    name: image.frames.length === 1 ? path : `${path} frame ${frame + 1}`,
    image,
    header,
  }));
}

const axisNames = ['x', 'y', 'z'] as const;

/** Where a slice lies, for a message: the coordinate along the axis that the stack follows most. */
export function placeOf(positionMm: Vec3, normal: Vec3): string {
  const size = normal.map(Math.abs);
  const axis = size[2] >= size[0] && size[2] >= size[1] ? 2 : size[1] >= size[0] ? 1 : 0;
  return `${axisNames[axis]} ${mm(positionMm[axis])}`;
}

/** A length for a message: at most three decimals, no trailing zeros. */
export const mm = (value: number): string => `${Number(value.toFixed(3))} mm`;
