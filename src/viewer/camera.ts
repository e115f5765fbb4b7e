/** Which part of a slice a view shows, and the way between slice and screen; pure arithmetic. */
import type { Plane } from './planes';

export interface SliceCamera {
  /** Column and row (fractions allowed) in the middle of the view. */
  readonly column: number;
  readonly row: number;
  readonly mmPerPixel: number;
}

export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

/** A box of columns and rows, ends included. */
export interface SliceBox {
  readonly fromColumn: number;
  readonly toColumn: number;
  readonly fromRow: number;
  readonly toRow: number;
}

const nearestMmPerPixel = 0.01;
const farthestMmPerPixel = 10;

/** The whole slice in view, as large as it goes. */
export function fitSlice(plane: Plane, size: ViewSize): SliceCamera {
  return fitBox(plane, size, {
    fromColumn: 0,
    toColumn: plane.right.count - 1,
    fromRow: 0,
    toRow: plane.down.count - 1,
  });
}

/** A box in view, with `margin` of its size left free on each side. */
export function fitBox(plane: Plane, size: ViewSize, box: SliceBox, margin = 0): SliceCamera {
  const widthMm = (box.toColumn - box.fromColumn + 1) * plane.right.spacingMm * (1 + 2 * margin);
  const heightMm = (box.toRow - box.fromRow + 1) * plane.down.spacingMm * (1 + 2 * margin);
  return {
    column: (box.fromColumn + box.toColumn) / 2,
    row: (box.fromRow + box.toRow) / 2,
    mmPerPixel: clampScale(Math.max(widthMm / Math.max(1, size.width), heightMm / Math.max(1, size.height))),
  };
}

export function toScreen(
  camera: SliceCamera,
  plane: Plane,
  size: ViewSize,
  column: number,
  row: number,
): [x: number, y: number] {
  return [
    size.width / 2 + ((column - camera.column) * plane.right.spacingMm) / camera.mmPerPixel,
    size.height / 2 + ((row - camera.row) * plane.down.spacingMm) / camera.mmPerPixel,
  ];
}

export function fromScreen(
  camera: SliceCamera,
  plane: Plane,
  size: ViewSize,
  x: number,
  y: number,
): [column: number, row: number] {
  return [
    camera.column + ((x - size.width / 2) * camera.mmPerPixel) / plane.right.spacingMm,
    camera.row + ((y - size.height / 2) * camera.mmPerPixel) / plane.down.spacingMm,
  ];
}

/** Shares of a view at its rim in which a place is not seen well; at the bottom the card of a vessel may lie. */
const rimShare = 0.12;
const bottomShare = 0.36;

export function isWellInView(camera: SliceCamera, plane: Plane, size: ViewSize, column: number, row: number): boolean {
  const [x, y] = toScreen(camera, plane, size, column, row);
  const [across, down] = [x / Math.max(1, size.width), y / Math.max(1, size.height)];
  return across > rimShare && across < 1 - rimShare && down > rimShare && down < 1 - bottomShare;
}

/** Moved by a drag of the pointer. */
export function panned(camera: SliceCamera, plane: Plane, dx: number, dy: number): SliceCamera {
  return {
    ...camera,
    column: camera.column - (dx * camera.mmPerPixel) / plane.right.spacingMm,
    row: camera.row - (dy * camera.mmPerPixel) / plane.down.spacingMm,
  };
}

/** Zoomed by `factor` (above 1 is nearer), the point under (x, y) staying where it is. */
export function zoomed(
  camera: SliceCamera,
  plane: Plane,
  size: ViewSize,
  factor: number,
  x: number,
  y: number,
): SliceCamera {
  const mmPerPixel = clampScale(camera.mmPerPixel / factor);
  const [column, row] = fromScreen(camera, plane, size, x, y);
  return {
    column: column - ((x - size.width / 2) * mmPerPixel) / plane.right.spacingMm,
    row: row - ((y - size.height / 2) * mmPerPixel) / plane.down.spacingMm,
    mmPerPixel,
  };
}

/** 100 % shows one voxel (across the columns) as one CSS pixel. */
export function zoomPercent(camera: SliceCamera, plane: Plane): number {
  return (100 * plane.right.spacingMm) / camera.mmPerPixel;
}

function clampScale(mmPerPixel: number): number {
  return Math.min(farthestMmPerPixel, Math.max(nearestMmPerPixel, mmPerPixel));
}
