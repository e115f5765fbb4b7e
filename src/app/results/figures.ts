/**
 * A measurement as rows of the result panel: which figures stand where, with which digits, and which
 * vessels they are made of. Pure, so that the panel only draws.
 */
import {
  columnDecimals,
  defaultDecimals,
  formatNumber,
  formatRange,
  partsMissTotal,
  type Ends,
  type Measurement,
} from '../../core/result';
import { litBin, type CalibreName, type Lit } from '../../viewer';
import { words } from '../words';

/** A figure as it is written; null where it was not given. */
export interface Figure {
  readonly value: string | null;
  readonly interval: string | null;
}

export interface BinRow {
  readonly bin: CalibreName | 'tbv';
  readonly name: string;
  readonly range: string;
  readonly ml: Figure;
  /** Null where a share makes no sense (below range). */
  readonly percent: Figure | null;
  readonly lit: Lit;
}

export interface BinTable {
  readonly rows: readonly BinRow[];
  readonly roundedOneByOne: boolean;
}

const allVessels: Lit = { fromMm2: 1.25, toMm2: Infinity, side: 0 };

const binWords = [
  { bin: 'bv5', ...words.panel.bins.bv5 },
  { bin: 'bv5_10', ...words.panel.bins.bv5_10 },
  { bin: 'bv10', ...words.panel.bins.bv10 },
] as const;

function figure(value: number | null, interval: Ends | null, decimals: number): Figure {
  return {
    value: value === null ? null : formatNumber(value, decimals),
    interval: interval === null ? null : formatRange(interval, decimals),
  };
}

/** Decimals of the two columns of the bin table, shared with the other figures of their kind. */
export function decimalsOfColumns(m: Measurement): { readonly ml: number; readonly percent: number } {
  const { volumes, percent } = m.intervals;
  return {
    ml: columnDecimals([volumes.tbvMl, volumes.bv5Ml, volumes.bv5To10Ml, volumes.bv10Ml, volumes.belowMl], 'ml'),
    percent: columnDecimals([percent.bv5, percent.bv5To10, percent.bv10], 'percent'),
  };
}

/** Names and ranges alone, for the time before there are figures. */
export const emptyBinRows = [
  ...binWords.map(({ bin, name, range }) => ({ bin, name, range })),
  { bin: 'tbv', name: words.panel.tbv, range: '' },
  { bin: 'below', ...words.panel.bins.below },
] as const;

export function binTable(m: Measurement): BinTable {
  const decimals = decimalsOfColumns(m);
  const { volumes, percent } = m;
  const { intervals } = m;
  const parts = {
    bv5: [volumes.bv5Ml, intervals.volumes.bv5Ml, percent.bv5, intervals.percent.bv5],
    bv5_10: [volumes.bv5To10Ml, intervals.volumes.bv5To10Ml, percent.bv5To10, intervals.percent.bv5To10],
    bv10: [volumes.bv10Ml, intervals.volumes.bv10Ml, percent.bv10, intervals.percent.bv10],
  } as const;
  const rows: BinRow[] = binWords.map(({ bin, name, range }) => {
    const [ml, mlInterval, share, shareInterval] = parts[bin];
    return {
      bin,
      name,
      range,
      ml: figure(ml, mlInterval, decimals.ml),
      percent: figure(share, shareInterval, decimals.percent),
      lit: litBin(bin),
    };
  });
  rows.push(
    {
      bin: 'tbv',
      name: words.panel.tbv,
      range: '',
      ml: figure(volumes.tbvMl, intervals.volumes.tbvMl, decimals.ml),
      percent: volumes.tbvMl === null || percent.bv5 === null ? null : { value: '100', interval: null },
      lit: allVessels,
    },
    {
      bin: 'below',
      ...words.panel.bins.below,
      ml: figure(volumes.belowMl, intervals.volumes.belowMl, decimals.ml),
      percent: null,
      lit: litBin('below'),
    },
  );
  return { rows, roundedOneByOne: roundingShows(m, decimals) };
}

function roundingShows(m: Measurement, decimals: { readonly ml: number; readonly percent: number }): boolean {
  const { bv5Ml, bv5To10Ml, bv10Ml, tbvMl } = m.volumes;
  const { bv5, bv5To10, bv10 } = m.percent;
  const ml =
    bv5Ml !== null &&
    bv5To10Ml !== null &&
    bv10Ml !== null &&
    tbvMl !== null &&
    partsMissTotal([bv5Ml, bv5To10Ml, bv10Ml], tbvMl, decimals.ml);
  const percent =
    bv5 !== null && bv5To10 !== null && bv10 !== null && partsMissTotal([bv5, bv5To10, bv10], 100, decimals.percent);
  return ml || percent;
}

export interface SideRow {
  readonly side: 'right' | 'left' | 'both';
  readonly name: string;
  readonly bv5: string | null;
  readonly bv10: string | null;
  readonly tbv: string | null;
  readonly lung: string | null;
  readonly mlPerL: string | null;
  readonly lit: Lit;
}

function write(value: number | null, digits: number): string | null {
  return value === null ? null : formatNumber(value, digits);
}

export interface LungVolumes {
  readonly rightMl: number | null;
  readonly leftMl: number | null;
}

/** Sides are the patient's. Lungs come before everything else, so they fill their column alone. */
export function sideTable(m: Measurement | null, lungs: LungVolumes | null): readonly SideRow[] {
  const decimals = m === null ? { ml: 0, percent: 1 } : decimalsOfColumns(m);
  const rightMl = m?.lungs.rightMl ?? lungs?.rightMl ?? null;
  const leftMl = m?.lungs.leftMl ?? lungs?.leftMl ?? null;
  const both = m?.lungs.totalMl ?? (rightMl === null || leftMl === null ? null : rightMl + leftMl);
  const row = (
    side: SideRow['side'],
    lungMl: number | null,
    part: Pick<Measurement, 'volumes' | 'percent'> | Measurement['sides']['left'] | null,
    number: 0 | 1 | 2,
  ): SideRow => {
    const tbvMl = part?.volumes.tbvMl ?? null;
    return {
      side,
      name: words.panel.side[side],
      bv5: write(part?.percent.bv5 ?? null, decimals.percent),
      bv10: write(part?.percent.bv10 ?? null, decimals.percent),
      tbv: write(tbvMl, decimals.ml),
      lung: write(lungMl === null ? null : lungMl / 1000, defaultDecimals.litres),
      mlPerL: write(
        tbvMl === null || lungMl === null || lungMl <= 0 ? null : (1000 * tbvMl) / lungMl,
        defaultDecimals.mlPerL,
      ),
      lit: { ...allVessels, side: number },
    };
  };
  return [
    row('right', rightMl, m?.sides.right ?? null, 1),
    row('left', leftMl, m?.sides.left ?? null, 2),
    row('both', both, m, 0),
  ];
}

export function sameLit(a: Lit | null, b: Lit | null): boolean {
  return a !== null && b !== null && a.fromMm2 === b.fromMm2 && a.toMm2 === b.toMm2 && a.side === b.side;
}
