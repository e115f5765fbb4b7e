/** The two drawings of the report as inline SVG: the bar of shares and the histogram of blood by CSA. */
import { log } from '../../maths';
import { binParameters } from '../../parameters/bins';
import { formatNumber } from '../format';
import type { ResultJson } from '../json-types';
import { html, type Html } from './html';
import { calibreColours } from './style';

/** Edges of the bins, mm²: bars between the same two have one colour. */
const EDGES = [binParameters.bv5FromMm2, binParameters.bv5ToMm2, binParameters.bv10FromMm2].map(({ value }) => value);
const COLOURS = [calibreColours.below, calibreColours.bv5, calibreColours.bv5To10, calibreColours.bv10] as const;
/** Labels of the CSA axis beyond the bin edges, mm². */
const FURTHER_LABELS = [20, 40, 80, 160];

/** TBV as a bar of three shares with a bracket for the interval of BV5; nothing where the shares are not given. */
export function shareBar({ percent, intervals }: ResultJson): Html | null {
  const { bv5, bv5_10, bv10 } = percent;
  if (bv5 === null || bv5_10 === null || bv10 === null) return null;
  const interval = intervals.percent.bv5;
  const bracket = interval
    ? html`<path
        d="M${fixed(interval[0])} 3V0.6H${fixed(interval[1])}V3M${fixed(interval[0])} 9V11.4H${fixed(interval[1])}V9"
        fill="none"
        stroke="#14181D"
        stroke-width="1.4"
        vector-effect="non-scaling-stroke"
      />`
    : null;
  return html`<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="Shares of TBV">
    <rect x="0" y="2.5" width="${fixed(bv5)}" height="7" fill="${calibreColours.bv5}" />
    <rect x="${fixed(bv5)}" y="2.5" width="${fixed(bv5_10)}" height="7" fill="${calibreColours.bv5To10}" />
    <rect x="${fixed(bv5 + bv5_10)}" y="2.5" width="${fixed(bv10)}" height="7" fill="${calibreColours.bv10}" />
    ${bracket}
  </svg>`;
}

const WIDTH = 680;
const LEFT = 30;
const RIGHT = 30;
const TOP = 8;
const BASE = 84;

/** Blood by CSA on a logarithmic axis, a bar for each entry of `histogram`; nothing where there are no bars. */
export function histogramChart({ histogram }: ResultJson): Html | null {
  const { edges_mm2: edges, ml } = histogram;
  const first = edges[0];
  const last = edges.at(-1);
  if (first === undefined || last === undefined || ml.length === 0 || !(first > 0)) return null;
  const scale = (WIDTH - LEFT - RIGHT) / log(last / first);
  const x = (csaMm2: number): number => LEFT + log(csaMm2 / first) * scale;
  const top = niceCeiling(Math.max(...ml));
  const y = (value: number): number => BASE - ((BASE - TOP) * Math.max(0, value)) / top;
  const bars = ml.map((value, i) => {
    const from = x(edges[i]);
    const to = x(edges[i + 1]);
    const width = fixed(Math.max(0.5, to - from - 1));
    return html`<rect
      x="${fixed(from + 0.5)}"
      y="${fixed(y(value))}"
      width="${width}"
      height="${fixed(BASE - y(value))}"
      fill="${colourOf(edges[i])}"
    />`;
  });
  const inside = (csaMm2: number): boolean => csaMm2 >= first * (1 - 1e-9) && csaMm2 <= last * (1 + 1e-9);
  const lines = EDGES.filter(inside).map(
    (edge) =>
      html`<path d="M${fixed(x(edge))} ${TOP - 4}V${BASE}" stroke="#434B56" />
        <text class="edge" x="${fixed(x(edge))}" y="${BASE + 13}" text-anchor="middle">${String(edge)}</text>`,
  );
  const labels = FURTHER_LABELS.filter((csaMm2) => inside(csaMm2) && x(csaMm2) < WIDTH - RIGHT - 20).map(
    (csaMm2) => html`<text x="${fixed(x(csaMm2))}" y="${BASE + 13}" text-anchor="middle">${String(csaMm2)}</text>`,
  );
  return html`<svg
    class="histogram"
    viewBox="0 0 ${WIDTH} ${BASE + 18}"
    role="img"
    aria-label="Blood volume by cross-sectional area"
  >
    <path d="M${LEFT} ${TOP}H${WIDTH - RIGHT}M${LEFT} ${BASE}H${WIDTH - RIGHT}" stroke="#DADEE4" />
    <text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">${formatNumber(top, decimalsOf(top))}</text>
    <text x="${LEFT - 6}" y="${BASE + 3}" text-anchor="end">0</text>
    ${bars} ${lines} ${labels}
    <text x="${WIDTH}" y="${BASE + 13}" text-anchor="end">mm²</text>
  </svg>`;
}

/** Colour of the bin that a bar from this CSA on lies in; an edge may miss its bin's by its last bits. */
function colourOf(fromMm2: number): string {
  const bin = EDGES.filter((edge) => fromMm2 >= edge * (1 - 1e-9)).length;
  return COLOURS[bin] ?? calibreColours.bv10;
}

/** Smallest round number that holds the value; 1 where there is nothing to hold. */
function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  let unit = 1;
  while (unit > value) unit /= 10;
  while (unit * 10 < value) unit *= 10;
  return unit * ([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find((step) => step * unit >= value) ?? 10);
}

function decimalsOf(top: number): number {
  return Number.isInteger(top) ? 0 : top >= 0.5 ? 1 : 2;
}

function fixed(value: number): string {
  return value.toFixed(2);
}
