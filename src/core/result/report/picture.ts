/**
 * The vessels from the front for the report: a ball at every station, coloured by calibre, nearer ones before farther
 * ones, lit from the upper left, paler with depth. Drawn from the centrelines alone, so page and command line have the
 * same picture without a graphics card.
 */
import { binParameters } from '../../parameters/bins';
import type { StationTable } from '../types';
import { base64, encodePng } from './png';
import { calibreColours } from './style';

const WIDTH = 416;
const MOST_HEIGHT = 500;
const MARGIN = 6;
/** Shades of a colour: light by the slope of the surface, paleness by depth. */
const LIGHTS = 5;
const DEPTHS = 5;
const PALEST = 0.5;
const DARKEST = 0.55;
const THINNEST_PIXELS = 0.55;
const WHITE = [255, 255, 255] as const;

const edges = [binParameters.bv5ToMm2.value, binParameters.bv10FromMm2.value];
const colours = [calibreColours.bv5, calibreColours.bv5To10, calibreColours.bv10].map(rgbOf);

/** A data URL of the picture; null where there is nothing to show. */
export function vesselPicture(stations: StationTable): string | null {
  const drawn = draw(stations);
  return drawn === null ? null : `data:image/png;base64,${base64(drawn)}`;
}

function draw(stations: StationTable): Uint8Array | null {
  const { x, y, z, csaMm2 } = stations;
  const rows = csaMm2.length;
  const shown = (row: number): boolean => csaMm2[row] >= binParameters.bv5FromMm2.value;
  const box = bounds(stations, shown);
  if (box === null) return null;
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / (box.x[1] - box.x[0] || 1),
    (MOST_HEIGHT - 2 * MARGIN) / (box.z[1] - box.z[0] || 1),
  );
  const height = Math.ceil((box.z[1] - box.z[0]) * scale) + 2 * MARGIN;
  const pixels = new Uint8Array(WIDTH * height);
  const nearest = new Float32Array(WIDTH * height).fill(Infinity);
  const left = (WIDTH - (box.x[1] - box.x[0]) * scale) / 2;
  const depth = box.y[1] - box.y[0] || 1;
  for (let row = 0; row < rows; row += 1) {
    if (!shown(row)) continue;
    const bin = edges.filter((edge) => csaMm2[row] >= edge).length;
    const cx = left + (x[row] - box.x[0]) * scale;
    const cy = MARGIN + (box.z[1] - z[row]) * scale;
    const radius = Math.max(THINNEST_PIXELS, Math.sqrt(csaMm2[row] / Math.PI) * scale);
    for (let py = Math.max(0, Math.ceil(cy - radius)); py <= Math.min(height - 1, cy + radius); py += 1) {
      for (let px = Math.max(0, Math.ceil(cx - radius)); px <= Math.min(WIDTH - 1, cx + radius); px += 1) {
        const [dx, dy] = [(px - cx) / radius, (py - cy) / radius];
        const rest = 1 - dx * dx - dy * dy;
        if (rest < 0) continue;
        const towards = Math.sqrt(rest);
        // y points to the back; the ball comes forward by its own height
        const away = y[row] - (towards * radius) / scale;
        const at = py * WIDTH + px;
        if (away >= nearest[at]) continue;
        nearest[at] = away;
        const light = Math.max(0, 0.4 * (1 - dx) * 0.5 + 0.4 * (1 - dy) * 0.5 + 0.6 * towards);
        const shade = Math.min(LIGHTS - 1, Math.floor(light * LIGHTS));
        const back = Math.min(DEPTHS - 1, Math.floor(((y[row] - box.y[0]) / depth) * DEPTHS));
        pixels[at] = 1 + (bin * LIGHTS + shade) * DEPTHS + back;
      }
    }
  }
  return encodePng({ width: WIDTH, height, palette, pixels });
}

const palette: readonly (readonly [number, number, number])[] = [
  WHITE,
  ...colours.flatMap((colour) =>
    Array.from({ length: LIGHTS }, (_, light) =>
      Array.from({ length: DEPTHS }, (_unused, back) => shaded(colour, light / (LIGHTS - 1), back / (DEPTHS - 1))),
    ).flat(),
  ),
];

/** Darker away from the light, paler towards the back. */
function shaded(colour: Rgb, light: number, back: number): Rgb {
  const bright = DARKEST + (1 - DARKEST) * light;
  const pale = PALEST * back;
  const part = (value: number): number => Math.round(value * bright * (1 - pale) + 255 * pale);
  return [part(colour[0]), part(colour[1]), part(colour[2])];
}

type Rgb = readonly [number, number, number];

function rgbOf(hex: string): Rgb {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

interface Bounds {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly z: readonly [number, number];
}

function bounds({ x, y, z }: StationTable, shown: (row: number) => boolean): Bounds | null {
  const of = (values: Float32Array): [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (let row = 0; row < values.length; row += 1) {
      if (!shown(row)) continue;
      low = Math.min(low, values[row]);
      high = Math.max(high, values[row]);
    }
    return [low, high];
  };
  const box = { x: of(x), y: of(y), z: of(z) };
  return Number.isFinite(box.x[0]) ? box : null;
}
