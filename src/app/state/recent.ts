/** What was measured last in this browser: its figures are kept, its slices are not. */
import { decimalsFor, formatDate, formatNumber, formatRange, withUnit } from '../../core/result';
import type { StoredScan } from '../../storage';
import { effectiveId } from '../gases/course';

export interface RecentCase {
  readonly id: string;
  readonly patientId: string;
  readonly label: string;
  readonly measuredOn: string;
  /** BV5 with its interval; empty where there is none. */
  readonly bv5: string;
  readonly interval: string;
}

const MOST = 3;

/** The last scans that were measured here, latest first. */
export function recentCases(scans: Iterable<StoredScan>): readonly RecentCase[] {
  return [...scans]
    .filter(({ origin, measuredAt }) => origin === 'measured' && measuredAt !== undefined)
    .toSorted((a, b) => ((a.measuredAt ?? '') < (b.measuredAt ?? '') ? 1 : -1))
    .slice(0, MOST)
    .map((scan) => {
      const { percent_bv5: value, intervals_percent_bv5_low: low, intervals_percent_bv5_high: high } = scan.row;
      const ends = typeof low === 'number' && typeof high === 'number' ? ([low, high] as const) : null;
      const decimals = decimalsFor(ends === null ? 0 : (ends[1] - ends[0]) / 2, 1);
      return {
        id: scan.id,
        patientId: effectiveId(scan),
        label: scan.label,
        measuredOn: formatDate(scan.measuredAt ?? ''),
        bv5: typeof value === 'number' ? withUnit(formatNumber(value, decimals), '%') : '',
        interval: ends === null ? '' : formatRange(ends, decimals),
      };
    });
}
