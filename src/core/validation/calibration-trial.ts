/** A calibration set: drawn, its vessels found and sized as the chain does it with a known scan, and compared. */
import { sameBlood, sizeVessels, type Vessel } from '../calibre';
import { traceCentrelines } from '../centrelines';
import { compareOnSet, psfOfScan, sizingRules, type SizingRow, type SizingRule } from '../comparison';
import { OUTSIDE, RIGHT, type LungField } from '../lungs';
import { defaultParameters } from '../parameters';
import { isSameVessel, makeTubes, neighbourSearch } from '../phantom';
import type { CalibrationSet, TrueStations, TubesOptions } from '../phantom';
import { findCandidates } from '../vessels';
import { sharedFloat32, sharedUint8, voxelCount, type Geometry } from '../volume';
import type { CalibrationPlan } from './calibration-sets';
import type { Host } from './chest-trial';
import type { CalibrationClass, CalibrationRecord } from './records';
import { mean, standardDeviation } from './summary';

/** Stations nearer to the end of a tube are not compared, mm. */
const endMm = 2;
/** Distances to the border are kept up to here, as in a lung field. */
const deepMm = 20;
/** Calibres of the sets; a station counts with the nearest, by ratio. */
const calibres = [0.5, 0.8, 1.25, 2, 3.5, 5, 7.5, 10, 20, 40];

/** Middles between the calibres, by ratio. */
function isOfClass(csa: number, calibre: number): boolean {
  const at = calibres.indexOf(calibre);
  const low = at === 0 ? 0 : Math.sqrt(calibre * calibres[at - 1]);
  const high = at === calibres.length - 1 ? Infinity : Math.sqrt(calibre * calibres[at + 1]);
  return csa >= low && csa < high;
}

function nearestCalibre(csaMm2: number): number {
  return calibres.find((calibre) => isOfClass(csaMm2, calibre)) ?? csaMm2;
}

export async function runCalibration(plan: CalibrationPlan, seed: number, host: Host): Promise<CalibrationRecord> {
  const start = host.now();
  const options = plan.options(seed);
  const drawn = await makeTubes(options, host.parallel);
  const vessels = await sizeShapes(drawn, options, host);
  const found = columnsOf(vessels, drawn.volume.geometry);
  const others = plan.vessels ? await compareOnSet(drawn, options, host.parallel) : [];
  const { bv5FromMm2 } = defaultParameters;
  const falseMm3 = found.csaMm2.reduce((sum, csa, s) => sum + (csa >= bv5FromMm2 ? csa * found.lengthMm[s] : 0), 0);
  return {
    kind: 'calibration',
    setId: plan.id,
    title: plan.title,
    seed,
    shapes: options.shapes.length,
    methods: plan.vessels
      ? [
          { method: 'BVX', classes: calibres.map((c) => classOf(c, drawn.truth.stations, found)) },
          ...sizingRules.map(({ id, title }) => ({
            method: title,
            classes: others.map((row) => classOfRule(row, id)),
          })),
        ]
      : [],
    bound: others.map((row) => ({ csaMm2: nearestCalibre(row.csaMm2), sdPercent: row.boundPercent })),
    falseMl: !plan.vessels ? falseMm3 / 1000 : 0,
    seconds: host.now() - start,
  };
}

/** One of the rules at true axes, on one calibre. */
function classOfRule({ csaMm2, stations, rules }: SizingRow, rule: SizingRule): CalibrationClass {
  return { csaMm2: nearestCalibre(csaMm2), stations, recall: null, ...rules[rule] };
}

/** Candidates, centrelines and sizes on a field that is lung everywhere; the accepted vessels. */
async function sizeShapes({ volume }: CalibrationSet, options: TubesOptions, host: Host): Promise<Vessel[]> {
  const psf = psfOfScan(options.scan);
  const lungs = lungOf(volume.geometry, options);
  const { hu } = volume;
  const { bloodHu } = options;
  const input = { hu, lungs, bloodHu, psfSigmaMm: psf.sigmaMm, psfSigmaZMm: psf.sigmaZMm };
  const candidates = await findCandidates(input, defaultParameters, host.parallel);
  const centrelines = traceCentrelines(candidates, lungs.grid, defaultParameters);
  const { vessels } = await sizeVessels(
    {
      hu,
      lungs,
      bloodHu,
      noiseHu: options.scan.noiseHu,
      centrelines,
      branchBlood: sameBlood(centrelines.length, bloodHu),
      psf,
    },
    defaultParameters,
    host.parallel,
    () => {},
  );
  return vessels.filter((vessel) => vessel.rejected === null);
}

/** A lung field that is all of the volume, or what lies before its plane of chest wall. */
export function lungOf(geometry: Geometry, { lungHu, pleuraYMm }: TubesOptions): LungField {
  const n = voxelCount(geometry);
  const far = 1000;
  const [nx, ny] = geometry.size;
  const labels = sharedUint8(n);
  const distanceMm = sharedFloat32(n);
  for (let at = 0; at < n; at += 1) {
    const y = geometry.originMm[1] + (Math.floor(at / nx) % ny) * geometry.spacingMm[1];
    distanceMm[at] = Math.max(-deepMm, Math.min(deepMm, y - (pleuraYMm ?? far)));
    labels[at] = distanceMm[at] < 0 ? RIGHT : OUTSIDE;
  }
  return {
    box: { from: [0, 0, 0], size: geometry.size },
    grid: { size: geometry.size, spacingMm: geometry.spacingMm },
    labels,
    distanceMm,
    background: {
      grid: { size: [2, 2, 2], spacingMm: [far, far, far] },
      offsetMm: [-far / 2, -far / 2, -far / 2],
      values: sharedFloat32(8).fill(lungHu),
    },
    summary: { rightMl: 0, leftMl: null, meanHu: lungHu, uncertainMl: 0, cutOff: [], cutOffMm2: [] },
  };
}

interface Columns {
  readonly x: number[];
  readonly y: number[];
  readonly z: number[];
  readonly csaMm2: number[];
  readonly lengthMm: number[];
}

function columnsOf(vessels: readonly Vessel[], { originMm }: Geometry): Columns {
  const columns: Columns = { x: [], y: [], z: [], csaMm2: [], lengthMm: [] };
  for (const vessel of vessels) {
    for (let s = 0; s < vessel.csaMm2.length; s += 1) {
      columns.x.push(originMm[0] + vessel.points[3 * s]);
      columns.y.push(originMm[1] + vessel.points[3 * s + 1]);
      columns.z.push(originMm[2] + vessel.points[3 * s + 2]);
      columns.csaMm2.push(vessel.csaMm2[s]);
      columns.lengthMm.push(vessel.lengthsMm[s]);
    }
  }
  return columns;
}

/** True stations of one calibre, away from the ends of their tubes. */
export function stationsOfClass(truth: TrueStations, csaMm2: number): number[] {
  const along = new Float64Array(truth.count);
  const whole = new Map<number, number>();
  for (let i = 0; i < truth.count; i += 1) {
    const before = whole.get(truth.vessel[i]) ?? 0;
    along[i] = before + truth.lengthMm[i] / 2;
    whole.set(truth.vessel[i], before + truth.lengthMm[i]);
  }
  return Array.from({ length: truth.count }, (_, i) => i).filter((i) => {
    const csa = Math.PI * truth.radiusMm[i] * truth.radiusMm[i];
    const toEnd = Math.min(along[i], (whole.get(truth.vessel[i]) ?? 0) - along[i]);
    return truth.covered[i] === 0 && toEnd >= endMm && isOfClass(csa, csaMm2);
  });
}

function classOf(csaMm2: number, truth: TrueStations, found: Columns): CalibrationClass {
  const near = neighbourSearch(found.x, found.y, found.z);
  const stations = stationsOfClass(truth, csaMm2);
  const errors: number[] = [];
  let hits = 0;
  for (const i of stations) {
    const hit = near.nearest(truth.x[i], truth.y[i], truth.z[i], Math.max(0.9, 0.8 * truth.radiusMm[i]));
    if (hit < 0) continue;
    hits += 1;
    const ratio = found.csaMm2[hit] / (Math.PI * truth.radiusMm[i] * truth.radiusMm[i]);
    if (isSameVessel(ratio)) errors.push(100 * (ratio - 1));
  }
  const enough = errors.length >= 2;
  return {
    csaMm2,
    stations: stations.length,
    recall: stations.length > 0 ? hits / stations.length : null,
    biasPercent: enough ? mean(errors) : null,
    sdPercent: enough ? standardDeviation(errors) : null,
  };
}
