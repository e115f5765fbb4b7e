/**
 * Slices on a plain canvas: the first picture while cornerstone3D is still loading, and all pictures
 * where there is no WebGL, where it was lost, or where tilted slices would be drawn askew.
 */
import { toScreen } from './camera';
import type { ImagePainter, PainterSetting, PlaneShot } from './painter';
import { greyTable, paintGrey } from './slice-pixels';
import { planeNames, type GreyWindow, type PlaneName } from './types';

interface PlaneCanvas {
  readonly shown: HTMLCanvasElement;
  readonly slice: HTMLCanvasElement;
  pixels: ImageData | null;
  /** What `slice` holds, so that panning and zooming paint nothing anew. */
  holds: { readonly slice: number; readonly window: GreyWindow } | null;
}

/** Above this zoom voxels are shown as they are, not smoothed into each other. */
const smoothBelowZoom = 4;

export function createCanvasPainter(setting: PainterSetting): ImagePainter {
  const { volume, planes, hosts, onDrawn } = setting;
  let table: { readonly window: GreyWindow; readonly words: Uint32Array } | null = null;
  const canvases = new Map<PlaneName, PlaneCanvas>(
    planeNames.map((name) => {
      const shown = document.createElement('canvas');
      shown.className = 'plain-slice';
      hosts[name].replaceChildren(shown);
      return [name, { shown, slice: document.createElement('canvas'), pixels: null, holds: null }];
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
    if (canvas.holds?.slice === shot.slice && canvas.holds.window === shot.window) return;
    const context = canvas.slice.getContext('2d');
    if (context === null) return;
    if (canvas.pixels === null) {
      canvas.slice.width = plane.right.count;
      canvas.slice.height = plane.down.count;
      canvas.pixels = context.createImageData(plane.right.count, plane.down.count);
    }
    const into = new Uint32Array(canvas.pixels.data.buffer);
    paintGrey(volume.geometry, volume.hu, plane, shot.slice, words, into);
    context.putImageData(canvas.pixels, 0, 0);
    canvas.holds = { slice: shot.slice, window: shot.window };
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
