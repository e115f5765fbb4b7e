/** The course of a patient as samples of a picture: gases and scans in their order, with the lanes to choose from. */
import { hoursBetween, parseIsoTime } from '../../core/blood-gas';
import type { CourseSample, Lane } from '../../core/course';
import type { Cell } from '../../core/result';
import type { StoredScan } from '../../storage';
import type { Course } from './course';

/** BV5 of a scan with its interval. */
export interface ScanFigure {
  readonly id: string;
  readonly ctAt: string | null;
  readonly bv5: number;
  readonly ends: readonly [number, number] | null;
}

const numberOf = (cell: Cell | undefined): number | null => (typeof cell === 'number' ? cell : null);

export function scanFigures(course: Course): readonly ScanFigure[] {
  return course.scans.flatMap((scan): ScanFigure[] => {
    const bv5 = numberOf(scan.row.percent_bv5);
    return bv5 === null ? [] : [{ id: `scan:${scan.id}`, ctAt: timeOf(scan, course), bv5, ends: endsOf(scan) }];
  });
}

/** What stands in the scan, else what was typed for the last one. */
const timeOf = (scan: StoredScan, course: Course): string | null =>
  scan.ctAt ?? (scan === course.scan ? course.ctAt : null);

function endsOf({ row }: StoredScan): readonly [number, number] | null {
  const [low, high] = [numberOf(row.intervals_percent_bv5_low), numberOf(row.intervals_percent_bv5_high)];
  return low === null || high === null ? null : [low, high];
}

const lane = (
  key: string,
  name: string,
  unit: string,
  decimals: number,
  leastSpan: number,
  colour: Lane['colour'] = 'grey',
): Lane => ({ key, name, unit, decimals, leastSpan, colour });

/** The lanes that stand at first; BV5 where a scan with a time is there. */
export const mainLanes = (aado2: string): readonly Lane[] => [
  lane('pf_mmhg', 'P/F', 'mmHg', 0, 60),
  lane(aado2, 'AaDO₂', 'mmHg', 0, 60),
];
export const bv5Lane = lane('bv5', 'BV5', '% of TBV', 1, 10, 'bv5');

/** Further lanes, to be put on and off. */
export const furtherLanes: readonly Lane[] = [
  lane('pao2_mmhg', 'PaO₂', 'mmHg', 0, 30),
  lane('paco2_mmhg', 'PaCO₂', 'mmHg', 0, 15),
  lane('ph', 'pH', '', 2, 0.1),
  lane('spo2_percent', 'SpO₂', '%', 0, 10),
  lane('lactate_mmol_l', 'Lactate', 'mmol/L', 1, 2),
  lane('methb_percent', 'MetHb', '%', 1, 2),
  lane('ino_ppm', 'iNO', 'ppm', 0, 10),
  lane('compliance_ml_cmh2o', 'Compliance', 'mL/cmH₂O', 0, 15),
];

/** Gases and timed scans in the order of their times; what has no time keeps its place among the gases. */
export function courseSamples(course: Course): readonly CourseSample[] {
  const measured = scanFigures(course).filter(({ ctAt }) => ctAt !== null);
  // a scan of which only the time was typed has its mark, too
  const figures: readonly (Omit<ScanFigure, 'bv5'> & { readonly bv5: number | null })[] =
    measured.length === 0 && course.ctAt !== null
      ? [{ id: 'scan:typed', ctAt: course.ctAt, bv5: null, ends: null }]
      : measured;
  const start = course.gases.find(({ gas }) => gas.gasAt !== null)?.gas.gasAt ?? figures[0]?.ctAt ?? null;
  const hoursOf = (at: string | null): number | null => {
    const [time, from] = [at, start].map((text) => (text === null ? null : parseIsoTime(text)));
    return time && from ? hoursBetween(time, from) : null;
  };
  const samples: CourseSample[] = course.gases.map(({ gas, values }) => ({
    id: gas.id,
    hours: hoursOf(gas.gasAt),
    values: Object.fromEntries(
      Object.entries(values).filter((pair): pair is [string, number] => typeof pair[1] === 'number'),
    ),
  }));
  for (const { id, ctAt, bv5, ends } of figures) {
    const hours = hoursOf(ctAt);
    const after = samples.findIndex((one) => one.hours !== null && hours !== null && one.hours > hours);
    const scan: CourseSample = { id, hours, values: { bv5 }, ...(ends !== null && { ends: { bv5: ends } }) };
    samples.splice(after < 0 ? samples.length : after, 0, scan);
  }
  return samples;
}
