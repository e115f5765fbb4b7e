/** The truth of a phantom as text: truth.json in the names of result.json, and its centrelines as a table. */
import { version } from '../version';
import type { TrueStations } from './stations';
import type { TrueBlood, TrueVolumes } from './truth';

/** Text of truth.json: figures by calibre and lung; `made` says of what (case, options, shapes) and is copied. */
export function truthJsonText(truth: TrueBlood, made: Readonly<Record<string, unknown>>): string {
  const { total, right, left, withoutHilum, rightLungMl, leftLungMl, histogram } = truth;
  const side = (volumes: TrueVolumes): unknown => ({ volumes: millilitres(volumes), percent: percentages(volumes) });
  const json = {
    format: 'bvx-truth',
    program: { name: 'bvx', version },
    volumes: { ...millilitres(total), tbv_without_hilum_ml: withoutHilum.tbvMl },
    percent: percentages(total),
    lungs: { total_ml: rightLungMl + leftLungMl, right_ml: rightLungMl, left_ml: leftLungMl },
    sides: { right: side(right), left: side(left) },
    histogram: histogram.ml.map((ml, i) => ({
      from_mm2: histogram.edgesMm2[i],
      to_mm2: Number.isFinite(histogram.edgesMm2[i + 1]) ? histogram.edgesMm2[i + 1] : null,
      ml,
    })),
    ...made,
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function millilitres(volumes: TrueVolumes): Record<string, number> {
  return {
    tbv_ml: volumes.tbvMl,
    bv5_ml: volumes.bv5Ml,
    bv5_10_ml: volumes.bv5To10Ml,
    bv10_ml: volumes.bv10Ml,
    below_ml: volumes.belowMl,
  };
}

const percentages = (volumes: TrueVolumes): Record<string, number> => ({
  bv5: volumes.bv5Percent,
  bv5_10: volumes.bv5To10Percent,
  bv10: volumes.bv10Percent,
});

const sides = ['', 'right', 'left'];
const header = 'vessel,x_mm,y_mm,z_mm,radius_mm,csa_mm2,length_mm,kind,side,covered';

/**
 * centrelines.csv of a phantom: one row a station, LPS mm, 4 decimals. `covered` is 1 where the axis lies inside a
 * thicker vessel, which owns the blood there.
 */
export function trueStationsCsv(stations: TrueStations): string {
  const rows = [header];
  for (let i = 0; i < stations.count; i += 1) {
    const r = stations.radiusMm[i];
    const numbers = [stations.x[i], stations.y[i], stations.z[i], r, Math.PI * r * r, stations.lengthMm[i]];
    const kind = stations.artery[i] === 1 ? 'artery' : 'vein';
    const text = numbers.map((value) => value.toFixed(4)).join(',');
    rows.push(`${stations.vessel[i]},${text},${kind},${sides[stations.side[i]]},${stations.covered[i]}`);
  }
  return `${rows.join('\n')}\n`;
}
