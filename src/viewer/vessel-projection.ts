/** The vessels without a graphics card: lines of true width on a plain canvas, the largest in front. */
import { fitCanvas } from './canvas-painter';
import { calibreColours, dimBrightness } from './slice-pixels';
import { axesOf, type Turn } from './turntable';
import type { BinSwitches, CalibreName } from './types';
import type { LinesByBin, VesselLines } from './vessel-lines';

/** Drawn in this order, so that a larger vessel covers a smaller one. */
const bins: readonly CalibreName[] = ['below', 'bv5', 'bv5_10', 'bv10'];
const thinnestPixels = 0.6;

/** How the slow picture lies on the screen. */
export function projectionOf(
  size: { readonly width: number; readonly height: number },
  turn: Turn,
  all: LinesByBin,
): { readonly centre: readonly [number, number, number]; readonly pixelsPerMm: number } {
  const { centre, radius } = ballOfLines(all);
  return { centre, pixelsPerMm: (turn.zoom * Math.min(size.width, size.height)) / (2.1 * radius) };
}

export function drawProjection(
  canvas: HTMLCanvasElement,
  size: { readonly width: number; readonly height: number },
  turn: Turn,
  vessels: { readonly all: LinesByBin; readonly lit: LinesByBin | null },
  visible: BinSwitches,
): void {
  const context = fitCanvas(canvas, size.width, size.height);
  if (context === null) return;
  const { centre, pixelsPerMm: scale } = projectionOf(size, turn, vessels.all);
  const { up, right } = axesOf(turn);
  const project = (points: Float32Array, at: number): [number, number] => {
    const x = points[at] - centre[0];
    const y = points[at + 1] - centre[1];
    const z = points[at + 2] - centre[2];
    return [
      size.width / 2 + turn.shiftX * size.height + scale * (x * right[0] + y * right[1] + z * right[2]),
      size.height / 2 + turn.shiftY * size.height - scale * (x * up[0] + y * up[1] + z * up[2]),
    ];
  };
  context.lineCap = 'round';
  const layers = [
    { lines: vessels.all, brightness: vessels.lit === null ? 1 : dimBrightness },
    ...(vessels.lit === null ? [] : [{ lines: vessels.lit, brightness: 1 }]),
  ];
  for (const { lines, brightness } of layers) {
    for (const bin of bins) {
      if (!visible[bin]) continue;
      const [r, g, b] = calibreColours[bin].map((part) => Math.round(part * brightness));
      context.strokeStyle = `rgb(${r} ${g} ${b})`;
      drawLines(context, lines[bin], scale, project);
    }
  }
}

function drawLines(
  context: CanvasRenderingContext2D,
  lines: VesselLines,
  scale: number,
  project: (points: Float32Array, at: number) => [number, number],
): void {
  for (let run = 0; run < lines.starts.length - 1; run += 1) {
    const first = lines.starts[run];
    const end = lines.starts[run + 1];
    context.lineWidth = Math.max(thinnestPixels, 2 * scale * lines.radiiMm[Math.floor((first + end) / 2)]);
    context.beginPath();
    for (let p = first; p < end; p += 1) {
      const [x, y] = project(lines.points, 3 * p);
      if (p === first) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    context.stroke();
  }
}

function ballOfLines(lines: LinesByBin): { centre: readonly [number, number, number]; radius: number } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const bin of bins) {
    const { points } = lines[bin];
    for (let at = 0; at < points.length; at += 1) {
      low[at % 3] = Math.min(low[at % 3], points[at]);
      high[at % 3] = Math.max(high[at % 3], points[at]);
    }
  }
  if (!(high[0] >= low[0])) return { centre: [0, 0, 0], radius: 1 };
  const centre = [0, 1, 2].map((axis) => (low[axis] + high[axis]) / 2);
  const radius = Math.max(1, ...[0, 1, 2].map((axis) => (high[axis] - low[axis]) / 2));
  return { centre: [centre[0], centre[1], centre[2]], radius };
}
