/** The figures of the report: by calibre with their intervals, by side and by zone. */
import { columnDecimals, formatNumber, formatRange, INTERVAL_NOT_KNOWN, partsMissTotal } from '../format';
import type { PartJson, RangeJson, ResultJson } from '../json-types';
import { html, type Html } from './html';

const NOT_GIVEN = 'not given';

interface CalibreRow {
  readonly key: 'bv5' | 'bv5_10' | 'bv10';
  readonly name: string;
  readonly range: string;
}
const ROWS: readonly CalibreRow[] = [
  { key: 'bv5', name: 'BV5', range: '1.25–5 mm²' },
  { key: 'bv5_10', name: 'BV5–10', range: '5–10 mm²' },
  { key: 'bv10', name: 'BV10', range: '≥ 10 mm²' },
];

/** Decimals that the columns of the whole report share. */
export interface Decimals {
  readonly ml: number;
  readonly percent: number;
}

export function decimalsOf({ intervals }: ResultJson): Decimals {
  const { volumes, percent } = intervals;
  return {
    ml: columnDecimals([volumes.bv5_ml, volumes.bv5_10_ml, volumes.bv10_ml, volumes.tbv_ml, volumes.below_ml], 'ml'),
    percent: columnDecimals([percent.bv5, percent.bv5_10, percent.bv10], 'percent'),
  };
}

export function calibreTable(result: ResultJson, decimals: Decimals): Html {
  const { volumes, percent, intervals } = result;
  const level = `${Math.round(intervals.level * 100)} %`;
  const rows = ROWS.map(
    ({ key, name, range }) =>
      html`<tr>
        <td><span class="key ${key}"></span>${name} <span class="quiet">${range}</span></td>
        <td>${figure(volumes[`${key}_ml`], intervals.volumes[`${key}_ml`], decimals.ml)}</td>
        <td>${figure(percent[key], intervals.percent[key], decimals.percent)}</td>
      </tr>`,
  );
  const parts = [volumes.bv5_ml, volumes.bv5_10_ml, volumes.bv10_ml].filter((ml) => ml !== null);
  const missed = parts.length === 3 && partsMissTotal(parts, volumes.tbv_ml ?? 0, decimals.ml);
  return html`<table>
    <thead>
      <tr>
        <th>Calibre</th>
        <th>mL <span class="small">${level} interval</span></th>
        <th>% of TBV <span class="small">${level} interval</span></th>
      </tr>
    </thead>
    <tbody>
      ${rows}
      <tr class="sum">
        <td>
          <span class="key"></span>TBV${missed ? html` <span class="quiet small">rounded one by one</span>` : null}
        </td>
        <td>${figure(volumes.tbv_ml, intervals.volumes.tbv_ml, decimals.ml)}</td>
        <td>${percent.bv5 === null ? NOT_GIVEN : '100'}</td>
      </tr>
      <tr class="quiet">
        <td><span class="key below"></span>Below range <span class="quiet">&lt; 1.25 mm²</span></td>
        <td>${figure(volumes.below_ml, intervals.volumes.below_ml, decimals.ml)}</td>
        <td>apart</td>
      </tr>
    </tbody>
  </table>`;
}

export function sideTable({ sides, percent, volumes, lungs }: ResultJson, decimals: Decimals): Html {
  const row = (name: string, part: PartJson, lungMl: number | null, sum: boolean): Html => {
    const { tbv_ml: tbvMl } = part.volumes;
    const perL = tbvMl === null || lungMl === null || !(lungMl > 0) ? null : (1000 * tbvMl) / lungMl;
    return html`<tr class="${sum ? 'sum' : ''}">
      <td>${name}</td>
      <td>${plain(part.percent.bv5, decimals.percent)}</td>
      <td>${plain(tbvMl, decimals.ml)}</td>
      <td>${plain(lungMl === null ? null : lungMl / 1000, 2)}</td>
      <td>${plain(perL, 0)}</td>
    </tr>`;
  };
  return html`<table>
    <thead>
      <tr>
        <th>Side</th>
        <th>BV5 %</th>
        <th>TBV mL</th>
        <th>Lung L</th>
        <th>mL/L</th>
      </tr>
    </thead>
    <tbody>
      ${row('Right', sides.right, lungs.right_ml, false)} ${row('Left', sides.left, lungs.left_ml, false)}
      ${row('Both', { percent, volumes }, lungs.total_ml, true)}
    </tbody>
  </table>`;
}

const ZONES = ['upper', 'middle', 'lower', 'core', 'peel'] as const;

export function zoneTable({ zones }: ResultJson, decimals: Decimals): Html {
  const row = (name: string, read: (part: PartJson) => number | null, places: number): Html =>
    html`<tr>
      <td>${name}</td>
      ${ZONES.map((zone) => html`<td>${plain(read(zones[zone]), places)}</td>`)}
    </tr>`;
  const heads = ZONES.map((zone) => html`<th>${zone.slice(0, 1).toUpperCase() + zone.slice(1)}</th>`);
  return html`<table>
    <thead>
      <tr>
        <th>Zone</th>
        ${heads}
      </tr>
    </thead>
    <tbody>
      ${row('BV5 %', ({ percent }) => percent.bv5, decimals.percent)}
      ${row('BV10 %', ({ percent }) => percent.bv10, decimals.percent)}
      ${row('TBV mL', ({ volumes }) => volumes.tbv_ml, decimals.ml)}
    </tbody>
  </table>`;
}

function figure(value: number | null, range: RangeJson, decimals: number): Html {
  if (value === null) return html`${NOT_GIVEN}`;
  const interval = range === null ? INTERVAL_NOT_KNOWN : formatRange(range, decimals);
  return html`${formatNumber(value, decimals)}<span class="quiet">${interval}</span>`;
}

function plain(value: number | null, decimals: number): string {
  return value === null ? NOT_GIVEN : formatNumber(value, decimals);
}
