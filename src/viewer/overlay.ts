/** What lies over a slice: vessels in their colours, lung outline, cross-hair, ruler; drawn on one canvas. */
import type { StationTable } from '../core/result/types';
import type { Geometry } from '../core/volume';
import { worldToVoxel } from '../core/volume';
import { toScreen, type SliceCamera, type ViewSize } from './camera';
import { fitCanvas } from './canvas-painter';
import { contoursOf, type Contour } from './contours';
import { litLabels, litVoxels } from './lit';
import { placeOf, type Plane, type Planes } from './planes';
import { dimBrightness, maskWords, paintMask, type MaskPaint } from './slice-pixels';
import { slabSlices } from './slab';
import { planeNames, type BinSwitches, type Lit, type Marks, type PlaneName, type Slab } from './types';

export interface OverlaySetting {
  readonly vesselsOn: boolean;
  readonly lungsOn: boolean;
  readonly outline: boolean;
  readonly bins: BinSwitches;
  readonly lit: Lit | null;
}

export interface Ruler {
  readonly plane: PlaneName;
  readonly slice: number;
  readonly from: readonly [column: number, row: number];
  readonly to: readonly [column: number, row: number];
}

export interface OverlayShot {
  readonly slice: number;
  readonly camera: SliceCamera;
  readonly size: ViewSize;
  readonly slab: Slab;
  /** Column and row of the cross-hair; null hides it. */
  readonly cross: readonly [column: number, row: number] | null;
  readonly ruler: Ruler | null;
  /** Radius of a ball around the cross-hair, mm; 0 shows none. */
  readonly ballMm: number;
}

interface PlaneLayer {
  readonly picture: HTMLCanvasElement;
  pixels: ImageData | null;
  pictureOf: string;
  pictureHasVessels: boolean;
  contours: readonly Contour[];
  contoursOf: string;
}

const lungColour = '#35c39b';
const crossColour = 'rgb(255 255 255 / 55%)';
const rulerColour = '#ffffff';
const markColour = '#c9cfd7';
const uncertainBit = 8;
const crispAboveZoom = 4;

/** Owns nothing as large as the volume but the bits of a figure that is lit in part (an eighth of the mask). */
export class SliceOverlay {
  readonly #geometry: Geometry;
  readonly #planes: Planes;
  readonly #layers: ReadonlyMap<PlaneName, PlaneLayer>;
  #vessels: Uint8Array | null = null;
  #lungs: Uint8Array | null = null;
  #stations: StationTable | null = null;
  #setting: OverlaySetting;
  #marks: Marks | null = null;
  #paint: MaskPaint | null = null;
  /** Goes up with everything that makes painted layers stale. */
  #version = 0;

  constructor(geometry: Geometry, planes: Planes, setting: OverlaySetting) {
    this.#geometry = geometry;
    this.#planes = planes;
    this.#setting = setting;
    this.#layers = new Map(
      planeNames.map((name) => [
        name,
        {
          picture: document.createElement('canvas'),
          pixels: null,
          pictureOf: '',
          pictureHasVessels: false,
          contours: [],
          contoursOf: '',
        },
      ]),
    );
  }

  setMasks(vessels: Uint8Array | null, lungs: Uint8Array | null, stations: StationTable | null): void {
    this.#vessels = vessels;
    this.#lungs = lungs;
    this.#stations = stations;
    this.#paint = null;
    this.#version += 1;
  }

  setMarks(marks: Marks | null): void {
    this.#marks = marks;
  }

  set(setting: OverlaySetting): void {
    this.#setting = setting;
    this.#paint = null;
    this.#version += 1;
  }

  draw(canvas: HTMLCanvasElement, name: PlaneName, shot: OverlayShot): void {
    const context = fitCanvas(canvas, shot.size.width, shot.size.height);
    const layer = this.#layers.get(name);
    if (context === null || layer === undefined) return;
    const plane = this.#planes[name];
    if (this.#vessels !== null && this.#setting.vesselsOn) this.#drawVessels(context, layer, plane, shot);
    if (this.#lungs !== null && this.#setting.lungsOn) this.#drawLungs(context, layer, plane, shot);
    if (this.#marks !== null) drawMarks(context, this.#geometry, plane, shot, this.#marks);
    if (shot.cross !== null) drawCross(context, plane, shot, shot.cross);
    if (shot.cross !== null && shot.ballMm > 0) drawBall(context, plane, shot, shot.cross);
    if (shot.ruler !== null) drawRuler(context, plane, shot, shot.ruler);
  }

  #drawVessels(context: CanvasRenderingContext2D, layer: PlaneLayer, plane: Plane, shot: OverlayShot): void {
    this.#paintVessels(layer, plane, slabSlices(plane, shot.slice, shot.slab));
    if (!layer.pictureHasVessels) return;
    const { camera, size } = shot;
    const [x, y] = toScreen(camera, plane, size, -0.5, -0.5);
    context.imageSmoothingEnabled = plane.right.spacingMm / camera.mmPerPixel < crispAboveZoom;
    context.drawImage(
      layer.picture,
      x,
      y,
      (plane.right.count * plane.right.spacingMm) / camera.mmPerPixel,
      (plane.down.count * plane.down.spacingMm) / camera.mmPerPixel,
    );
  }

  #paintVessels(layer: PlaneLayer, plane: Plane, slices: readonly [number, number]): void {
    const wanted = `${this.#version} ${slices.join(' ')}`;
    if (layer.pictureOf === wanted || this.#vessels === null) return;
    const context = layer.picture.getContext('2d');
    if (context === null) return;
    if (layer.pixels === null) {
      layer.picture.width = plane.right.count;
      layer.picture.height = plane.down.count;
      layer.pixels = context.createImageData(plane.right.count, plane.down.count);
    }
    const words = new Uint32Array(layer.pixels.data.buffer);
    layer.pictureHasVessels = paintMask(this.#geometry, this.#vessels, plane, slices, this.#maskPaint(), words);
    if (this.#setting.outline && layer.pictureHasVessels) hollow(words, plane.right.count, plane.down.count);
    if (layer.pictureHasVessels) context.putImageData(layer.pixels, 0, 0);
    layer.pictureOf = wanted;
  }

  #maskPaint(): MaskPaint {
    if (this.#paint !== null) return this.#paint;
    const { bins, lit } = this.#setting;
    const labels = litLabels(lit);
    const stations = this.#stations;
    const vessels = this.#vessels;
    const inPart = lit !== null && labels.includes('some') && stations !== null && vessels !== null;
    this.#paint = {
      lit: maskWords(bins, 1),
      dim: maskWords(bins, dimBrightness),
      litLabels: labels,
      bits: inPart ? litVoxels(this.#geometry, vessels, stations, lit) : null,
      side: lit?.side ?? 0,
      lungs: this.#lungs,
    };
    return this.#paint;
  }

  #drawLungs(context: CanvasRenderingContext2D, layer: PlaneLayer, plane: Plane, shot: OverlayShot): void {
    const wanted = `${this.#version} ${shot.slice}`;
    const lungs = this.#lungs;
    if (layer.contoursOf !== wanted && lungs !== null) {
      const sides = [1, 2].flatMap((side) =>
        contoursOf(
          this.#geometry,
          lungs,
          plane,
          shot.slice,
          (label) => (label & ~uncertainBit) === side,
          (label) => (label & uncertainBit) !== 0,
        ),
      );
      layer.contours = sides;
      layer.contoursOf = wanted;
    }
    context.strokeStyle = lungColour;
    context.lineWidth = 1;
    for (const contour of layer.contours) {
      context.setLineDash(contour.uncertain ? [4, 3] : []);
      context.beginPath();
      const { points } = contour;
      for (let at = 0; at < points.length; at += 2) {
        const [x, y] = toScreen(shot.camera, plane, shot.size, points[at], points[at + 1]);
        if (at === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      context.stroke();
    }
    context.setLineDash([]);
  }
}

/** Leaves of a filled mask only the pixels at its rim: those with a neighbour of another colour. */
function hollow(words: Uint32Array, columns: number, rows: number): void {
  const filled = words.slice();
  for (let y = 1; y < rows - 1; y += 1) {
    for (let x = 1; x < columns - 1; x += 1) {
      const at = y * columns + x;
      const own = filled[at];
      const inside =
        filled[at - 1] === own &&
        filled[at + 1] === own &&
        filled[at - columns] === own &&
        filled[at + columns] === own;
      if (inside) words[at] = 0;
    }
  }
}

/** Rings of true size where a slice or slab cuts what was left out of the vessels. */
function drawMarks(
  context: CanvasRenderingContext2D,
  g: Geometry,
  plane: Plane,
  shot: OverlayShot,
  marks: Marks,
): void {
  const [first, last] = slabSlices(plane, shot.slice, shot.slab);
  context.strokeStyle = markColour;
  context.lineWidth = 1;
  for (let s = 0; s < marks.x.length; s += 1) {
    const [column, row, slice] = placeOf(plane, worldToVoxel(g, marks.x[s], marks.y[s], marks.z[s]));
    if (slice < first - 0.5 || slice > last + 0.5) continue;
    const [x, y] = toScreen(shot.camera, plane, shot.size, column, row);
    if (x < 0 || y < 0 || x > shot.size.width || y > shot.size.height) continue;
    context.beginPath();
    context.arc(x, y, Math.max(1.5, Math.sqrt(marks.csaMm2[s] / Math.PI) / shot.camera.mmPerPixel), 0, 2 * Math.PI);
    context.stroke();
  }
}

function drawCross(
  context: CanvasRenderingContext2D,
  plane: Plane,
  shot: OverlayShot,
  cross: readonly [number, number],
): void {
  const [x, y] = toScreen(shot.camera, plane, shot.size, cross[0], cross[1]);
  context.strokeStyle = crossColour;
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, 0);
  context.lineTo(Math.round(x) + 0.5, shot.size.height);
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(shot.size.width, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
}

/** Every plane cuts a ball around the cross-hair through its middle. */
function drawBall(
  context: CanvasRenderingContext2D,
  plane: Plane,
  shot: OverlayShot,
  cross: readonly [number, number],
): void {
  const [x, y] = toScreen(shot.camera, plane, shot.size, cross[0], cross[1]);
  context.strokeStyle = rulerColour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, shot.ballMm / shot.camera.mmPerPixel, 0, 2 * Math.PI);
  context.stroke();
}

function drawRuler(context: CanvasRenderingContext2D, plane: Plane, shot: OverlayShot, ruler: Ruler): void {
  const [x0, y0] = toScreen(shot.camera, plane, shot.size, ruler.from[0], ruler.from[1]);
  const [x1, y1] = toScreen(shot.camera, plane, shot.size, ruler.to[0], ruler.to[1]);
  context.strokeStyle = rulerColour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
  for (const [x, y] of [
    [x0, y0],
    [x1, y1],
  ]) {
    context.beginPath();
    context.arc(x, y, 3, 0, 2 * Math.PI);
    context.stroke();
  }
  const text = rulerText(rulerMm(plane, ruler));
  context.font = '500 11.5px "Inter Variable", sans-serif';
  const width = context.measureText(text).width + 8;
  const [left, top] = [(x0 + x1) / 2 + 8, (y0 + y1) / 2 - 9];
  context.fillStyle = 'rgb(0 0 0 / 72%)';
  context.fillRect(left, top, width, 18);
  context.fillStyle = rulerColour;
  context.textBaseline = 'middle';
  context.fillText(text, left + 4, top + 9.5);
}

/** Length in the plane: voxel axes of a slice are at right angles. */
function rulerMm(plane: Plane, ruler: Pick<Ruler, 'from' | 'to'>): number {
  const across = (ruler.to[0] - ruler.from[0]) * plane.right.spacingMm;
  const along = (ruler.to[1] - ruler.from[1]) * plane.down.spacingMm;
  return Math.sqrt(across * across + along * along);
}

function rulerText(mm: number): string {
  return `${mm.toFixed(1)}\u202fmm`;
}
