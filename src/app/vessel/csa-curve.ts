/** The course of the CSA along a vessel as lines of a plot: logarithmic, coloured by bin, with its 90 % band. */
import { csaRange, type VesselAccount } from '../../core/vessel-account';
import type { CalibreName } from '../../viewer';
import type { SelectedVessel } from './desk';
import { binAt } from './facts';

export interface CsaCurve {
  readonly runs: readonly { readonly bin: CalibreName; readonly points: string }[];
  readonly band: string;
  readonly edges: readonly { readonly mm2: number; readonly y: number }[];
  readonly lowMm2: number;
  readonly highMm2: number;
  /** Where a station lies on the plot. */
  readonly x: (at: number) => number;
  readonly y: (csaMm2: number) => number;
}

const edgesMm2 = [1.25, 5, 10];

/** `width` × `height` in units of the plot. */
export function csaCurve(
  account: VesselAccount,
  { stations, along }: SelectedVessel,
  width: number,
  height: number,
): CsaCurve {
  const { csaMm2 } = account.ledger;
  const ranges = stations.map((station) => csaRange(account, station));
  const values = stations.map((station) => csaMm2[station]);
  const least = Math.min(...ranges.map(([low]) => low), 2) / 1.1;
  const most = Math.max(...ranges.map(([, high]) => high), 6) * 1.1;
  const length = along[along.length - 1] > 0 ? along[along.length - 1] : 1;
  const x = (at: number): number => (along[at] / length) * width;
  const y = (mm2: number): number => height - (Math.log(mm2 / least) / Math.log(most / least)) * height;
  const point = (at: number, mm2: number): string => `${x(at).toFixed(1)},${y(mm2).toFixed(1)}`;
  const runs: { bin: CalibreName; points: string[] }[] = [];
  for (const [at, station] of stations.entries()) {
    const bin = binAt(account, station);
    const last = runs.at(-1);
    if (last?.bin === bin) last.points.push(point(at, values[at]));
    // the station where the bin changes ends one run and begins the next
    else {
      last?.points.push(point(at, values[at]));
      runs.push({ bin, points: [point(at, values[at])] });
    }
  }
  const up = ranges.map(([, high], at) => point(at, high));
  const down = ranges.map(([low], at) => point(at, low)).toReversed();
  return {
    runs: runs.map(({ bin, points }) => ({ bin, points: points.join(' ') })),
    band: [...up, ...down].join(' '),
    edges: edgesMm2.filter((mm2) => mm2 > least && mm2 < most).map((mm2) => ({ mm2, y: y(mm2) })),
    lowMm2: Math.min(...values),
    highMm2: Math.max(...values),
    x,
    y,
  };
}
