/**
 * Slices on a plain canvas: the first picture while cornerstone3D is still loading, and all pictures
 * where there is no WebGL, where it was lost, or where tilted slices would be drawn askew. Slabs are drawn
 * here on every computer, so that they show the same everywhere.
 */
import { toScreen } from './camera';
import type { ImagePainter, PainterSetting, PlaneShot } from './painter';
import type { Plane } from './planes';
import { blendSlab, slabSlices } from './slab';
import { greyTable, paintGrey, paintValues } from './slice-pixels';
import { planeNames, type GreyWindow, type PlaneName, type Slab } from './types';

interface PlaneCanvas {
  readonly shown: HTMLCanvasElement;
  readonly slice: HTMLCanvasElement;
  pixels: ImageData | null;
  /** Values of a slab, kept while only the window changes. */
  slab: { readonly hu: Float32Array; slice: number; setting: Slab | null } | null;
  /** What `slice` holds, so that panning and zooming paint nothing anew. */
  holds: { readonly slice: number; readonly window: GreyWindow; readonly slab: Slab } | null;
}

/** Above this zoom voxels are shown as they are, not smoothed into each other. */
const smoothBelowZoom = 4;

/** `layer` tells in CSS which of several painters lies in front. */
export function createCanvasPainter(setting: PainterSetting, layer: 'plain-slice' | 'slab-slice'): ImagePainter {
  const { volume, planes, hosts, onDrawn } = setting;
  let table: { readonly window: GreyWindow; readonly words: Uint32Array } | null = null;
  const canvases = new Map<PlaneName, PlaneCanvas>(
    planeNames.map((name) => {
      const shown = document.createElement('canvas');
      shown.className = layer;
      hosts[name].append(shown);
      return [name, { shown, slice: document.createElement('canvas'), pixels: null, slab: null, holds: null }];
    }),
  );

  function wordsOf(window: GreyWindow): Uint32Array {
    if (table === null || table.window.levelHu !== window.levelHu || table.window.widthHu !== window.widthHu) {
      table = { window, words: greyTable(window) };
    }
    return table.words;
  }

  function paint(name: PlaneName, canvas: PlaneCanvas, shot: PlaneShot): void {
    const plane = planes[name];
    const words = wordsOf(shot.window);
    const { holds } = canvas;
    if (holds?.slice === shot.slice && holds.window === shot.window && holds.slab === shot.slab) return;
    const context = canvas.slice.getContext('2d');
    if (context === null) return;
    if (canvas.pixels === null) {
      canvas.slice.width = plane.right.count;
      canvas.slice.height = plane.down.count;
      canvas.pixels = context.createImageData(plane.right.count, plane.down.count);
    }
    const into = new Uint32Array(canvas.pixels.data.buffer);
    if (shot.slab.thicknessMm > 0) paintValues(slabOf(canvas, plane, shot), words, into);
    else paintGrey(volume.geometry, volume.hu, plane, shot.slice, words, into);
    context.putImageData(canvas.pixels, 0, 0);
    canvas.holds = { slice: shot.slice, window: shot.window, slab: shot.slab };
  }

  function slabOf(canvas: PlaneCanvas, plane: Plane, shot: PlaneShot): Float32Array {
    canvas.slab ??= { hu: new Float32Array(plane.right.count * plane.down.count), slice: 0, setting: null };
    const { slab } = canvas;
    if (slab.setting !== shot.slab || slab.slice !== shot.slice) {
      const slices = slabSlices(plane, shot.slice, shot.slab);
      blendSlab(volume.geometry, volume.hu, plane, slices, shot.slab.blend, slab.hu);
      slab.setting = shot.slab;
      slab.slice = shot.slice;
    }
    return slab.hu;
  }

  function draw(name: PlaneName, shot: PlaneShot): void {
    const canvas = canvases.get(name);
    if (canvas === undefined) return;
    paint(name, canvas, shot);
    const context = fitCanvas(canvas.shown, shot.size.width, shot.size.height);
    if (context === null) return;
    const plane = planes[name];
    const { camera, size } = shot;
    const [x, y] = toScreen(camera, plane, size, -0.5, -0.5);
    const width = (plane.right.count * plane.right.spacingMm) / camera.mmPerPixel;
    const height = (plane.down.count * plane.down.spacingMm) / camera.mmPerPixel;
    context.imageSmoothingEnabled = plane.right.spacingMm / camera.mmPerPixel < smoothBelowZoom;
    context.imageSmoothingQuality = 'high';
    context.drawImage(canvas.slice, x, y, width, height);
    onDrawn(name, shot);
  }

  return {
    draw,
    dispose() {
      for (const { shown } of canvases.values()) shown.remove();
      canvases.clear();
    },
  };
}

/** A canvas as large as its place in device pixels, cleared, drawn on in CSS pixels. */
export function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const w = Math.max(1, Math.round(width * ratio));
  const h = Math.max(1, Math.round(height * ratio));
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const context = canvas.getContext('2d');
  context?.setTransform(1, 0, 0, 1, 0, 0);
  context?.clearRect(0, 0, w, h);
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
