/** What a measurement on slices too thick for BV5 may still say: lungs, TBV and BV10. */
import type { BinVolumes, Intervals, Measurement, Part, PartIntervals } from '../result/types';

const NO_PERCENT = { bv5: null, bv5To10: null, bv10: null } as const;

/**
 * The same measurement without BV5, BV5–10, below range, all percentages and their intervals, everywhere they stand;
 * the histogram keeps its bars from BV10 on. Nothing else changes.
 */
export function withholdFineCalibres(measurement: Measurement, bv10FromMm2: number): Measurement {
  const { volumes, intervals, sides, zones } = measurement;
  return {
    ...measurement,
    volumes: { ...volumes, ...coarse(volumes) },
    percent: NO_PERCENT,
    intervals: coarseIntervals(intervals),
    sides: { left: coarsePart(sides.left), right: coarsePart(sides.right) },
    zones: {
      upper: coarsePart(zones.upper),
      middle: coarsePart(zones.middle),
      lower: coarsePart(zones.lower),
      core: coarsePart(zones.core),
      peel: coarsePart(zones.peel),
    },
    histogram: barsFrom(measurement.histogram, bv10FromMm2),
  };
}

function coarse({ tbvMl, bv10Ml }: BinVolumes): BinVolumes {
  return { bv5Ml: null, bv5To10Ml: null, bv10Ml, tbvMl, belowMl: null };
}

function coarsePart(part: Part): Part {
  return { volumes: coarse(part.volumes), percent: NO_PERCENT };
}

function coarseIntervals({ level, volumes, sides }: Intervals): Intervals {
  return {
    level,
    ...coarsePartIntervals(volumes),
    sides: { left: coarsePartIntervals(sides.left.volumes), right: coarsePartIntervals(sides.right.volumes) },
    sources: [],
  };
}

function coarsePartIntervals({ tbvMl, bv10Ml }: PartIntervals['volumes']): PartIntervals {
  return { volumes: { tbvMl, bv10Ml, bv5Ml: null, bv5To10Ml: null, belowMl: null }, percent: NO_PERCENT };
}

function barsFrom({ edgesMm2, ml }: Measurement['histogram'], fromMm2: number): Measurement['histogram'] {
  // Edges are computed in steps of a ratio, so the one at 10 mm² may miss it by its last bits.
  const first = edgesMm2.findIndex((edge) => edge >= fromMm2 * (1 - 1e-9));
  return first < 0 ? { edgesMm2: [], ml: [] } : { edgesMm2: edgesMm2.slice(first), ml: ml.slice(first) };
}
