/** Rules of sizing side by side on one calibration set, at true axes: bias and scatter by calibre, and the bound. */
import { fitKnownAxes, widerSigmaMm, windowSigmaMm, type KnownAxis, type Psf } from '../calibre';
import { defaultParameters } from '../parameters';
import type { Parallel } from '../parallel';
import type { CalibrationSet, ScanOptions, TrueStations, TubesOptions } from '../phantom';
import { sharedFloat32, worldToVoxel, type Geometry, type Grid, type Vec3 } from '../volume';
import { leastCsaSdMm2 } from './bound';
import { crossSectionAt, type Station } from './cross-section';
import {
  areaAboveThreshold,
  areaAtHalfOfContrast,
  areaAtHalfOfPeak,
  areaByDistance,
  backgroundHuOf,
  distanceToEdge,
  integratedContrast,
} from './estimators';

/** Stable ids, in the order of a table; `fit` is that of BVX. */
export const sizingRules = [
  { id: 'distance', title: 'threshold −500 HU, distance transform' },
  { id: 'threshold', title: 'threshold −500 HU, area' },
  { id: 'half_peak', title: 'half maximum of own peak' },
  { id: 'half_contrast', title: 'half of known contrast' },
  { id: 'integrated', title: 'integrated contrast' },
  { id: 'fit', title: 'fit of the blurred disc (BVX)' },
] as const;
export type SizingRule = (typeof sizingRules)[number]['id'];

/** One calibre class of a set. */
export interface SizingRow {
  /** Mean true CSA of the stations in the class, mm². */
  readonly csaMm2: number;
  readonly stations: number;
  /** Cramér–Rao bound of one station for white noise of the scan's size, mean over the stations, % of CSA. */
  readonly boundPercent: number;
  /** Mean and standard deviation of measured/true − 1, %. A vessel that a rule does not see counts as −100 %. */
  readonly rules: Readonly<Record<SizingRule, { readonly biasPercent: number; readonly sdPercent: number }>>;
}

/** Stations belong to the nearest of these, by ratio, mm². */
const classesMm2 = [0.5, 0.8, 1.25, 2, 3.5, 5, 7.5, 10, 20, 40];
/** Stations this many blurs beyond the radius from the end of their tube are looked at: the end is out of sight. */
const endSigmas = 4;
/** Distances to a chest wall are kept up to here, as in a lung field, mm. */
const farMm = 20;
/** Every so many true stations one is looked at. */
const stride = 2;

/** Blur of a synthetic scan as the measurement describes it: the box of the slice profile as T²/12. */
export function psfOfScan(scan: ScanOptions): Psf {
  const { psfSigmaMm, psfSigmaZMm, sliceThicknessMm, sharpening, sharpeningSigmaMm } = scan;
  return {
    sigmaMm: psfSigmaMm,
    sigmaZMm: Math.sqrt(psfSigmaZMm * psfSigmaZMm + (sliceThicknessMm * sliceThicknessMm) / 12),
    sharpening,
    sharpeningWidth: sharpeningSigmaMm / psfSigmaMm,
  };
}

/**
 * All rules on the straight and bent vessels of a set (`makeTubes`), by rising calibre; classes without a station are
 * left out. Every rule is given the true axis, blood, blur and noise that it can use; beyond a chest wall the other
 * rules see plain lung, as in a mask of the lungs. Without noise the bound is 0.
 */
export async function compareOnSet(
  set: CalibrationSet,
  options: TubesOptions,
  parallel: Parallel,
): Promise<readonly SizingRow[]> {
  const { volume, truth } = set;
  const { size, spacingMm } = volume.geometry;
  const grid: Grid = { size, spacingMm };
  const { hu } = volume;
  const distanceMm = wallDistanceMm(options, volume.geometry);
  const inLung = distanceMm === null ? hu : hu.map((value, at) => (distanceMm[at] < 0 ? value : options.lungHu));
  const psf = psfOfScan(options.scan);
  const { bloodHu, lungHu } = options;
  const toEdgeMm = distanceToEdge(inLung, grid);
  const places = placesOf(truth.stations, volume.geometry);
  const axes = axesOf(truth.stations, places, (station) =>
    Math.sqrt(areaByDistance(toEdgeMm, grid, station) / Math.PI),
  );
  const noiseHu = Math.max(1, options.scan.noiseHu);
  const fitted = await fitKnownAxes(
    { grid, hu, psf, bloodHu, noiseHu, regionalHu: lungHu, distanceMm },
    axes,
    defaultParameters,
    parallel,
  );
  const classes = classesMm2.map(() => ({ true: [] as number[], bound: [] as number[], errors: emptyErrors() }));
  for (const s of lookedAt(truth.stations, endSigmas * widerSigmaMm(psf))) {
    const station = places[s];
    const r = truth.stations.radiusMm[s];
    const csa = Math.PI * r * r;
    const alongHalfMm = slabHalfMm(spacingMm, r);
    const image = crossSectionAt(inLung, grid, station, alongHalfMm);
    const backgroundHu = backgroundHuOf(image, bloodHu, lungHu);
    const found: Record<SizingRule, number> = {
      distance: areaByDistance(toEdgeMm, grid, station),
      threshold: areaAboveThreshold(image),
      half_peak: areaAtHalfOfPeak(image, backgroundHu),
      half_contrast: areaAtHalfOfContrast(image, backgroundHu, bloodHu),
      integrated: integratedContrast(image, backgroundHu, bloodHu, windowSigmaMm(psf)),
      fit: fitted[s],
    };
    const into = classes[classOf(csa)];
    into.true.push(csa);
    for (const { id } of sizingRules) into.errors[id].push(Number.isNaN(found[id]) ? -1 : found[id] / csa - 1);
    const { windowSigmas, windowMarginMm } = defaultParameters;
    const bound = leastCsaSdMm2({
      csaMm2: csa,
      tangent: station.tangent,
      spacingMm,
      psf,
      noiseHu: options.scan.noiseHu,
      contrastHu: bloodHu - lungHu,
      alongHalfMm,
      beyondMm: windowSigmas * windowSigmaMm(psf) + windowMarginMm,
    });
    into.bound.push(options.scan.noiseHu > 0 ? bound / csa : 0);
  }
  return classes
    .filter((one) => one.true.length > 0)
    .map((one) => ({
      csaMm2: meanOf(one.true),
      stations: one.true.length,
      boundPercent: 100 * meanOf(one.bound),
      rules: {
        distance: spreadOf(one.errors.distance),
        threshold: spreadOf(one.errors.threshold),
        half_peak: spreadOf(one.errors.half_peak),
        half_contrast: spreadOf(one.errors.half_contrast),
        integrated: spreadOf(one.errors.integrated),
        fit: spreadOf(one.errors.fit),
      },
    }));
}

/** Signed distance to the chest wall of a set that has one. */
function wallDistanceMm({ pleuraYMm }: TubesOptions, { size, spacingMm, originMm }: Geometry): Float32Array | null {
  if (pleuraYMm === undefined) return null;
  const [nx, ny, nz] = size;
  const distanceMm = sharedFloat32(nx * ny * nz);
  for (let row = 0; row < ny * nz; row += 1) {
    const y = originMm[1] + (row % ny) * spacingMm[1];
    distanceMm.fill(Math.max(-farMm, Math.min(farMm, y - pleuraYMm)), row * nx, (row + 1) * nx);
  }
  return distanceMm;
}

/** Half the length of axis that the fit sees at a station. */
function slabHalfMm(spacingMm: Vec3, radiusMm: number): number {
  const { slabHalfMm: least, slabHalfPerSpacing, slabHalfPerRadius } = defaultParameters;
  return Math.max(least, slabHalfPerSpacing * Math.max(...spacingMm), slabHalfPerRadius * radiusMm);
}

/** First and last-but-one index of every vessel's run of stations. */
function runsOf({ vessel, count }: TrueStations): [number, number][] {
  const runs: [number, number][] = [];
  for (let from = 0, to = 0; from < count; from = to) {
    while (to < count && vessel[to] === vessel[from]) to += 1;
    runs.push([from, to]);
  }
  return runs;
}

function placesOf(stations: TrueStations, geometry: Geometry): Station[] {
  const { spacingMm } = geometry;
  const points = Array.from({ length: stations.count }, (_, s): Vec3 => {
    const [i, j, k] = worldToVoxel(geometry, stations.x[s], stations.y[s], stations.z[s]);
    return [i * spacingMm[0], j * spacingMm[1], k * spacingMm[2]];
  });
  return runsOf(stations).flatMap(([from, to]) =>
    points.slice(from, to).map((at, n): Station => {
      const before = points[Math.max(from, from + n - 1)];
      const after = points[Math.min(to - 1, from + n + 1)];
      const d = [after[0] - before[0], after[1] - before[1], after[2] - before[2]];
      const length = Math.max(1e-9, Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]));
      return { at, tangent: [d[0] / length, d[1] / length, d[2] / length] };
    }),
  );
}

/** The vessels as axes for the fit; the start is the widest place of the mask on each. */
function axesOf(
  stations: TrueStations,
  places: readonly Station[],
  maskRadiusMm: (station: Station) => number,
): KnownAxis[] {
  return runsOf(stations).map(([from, to]) => {
    const part = places.slice(from, to);
    const start = Math.max(0.5, ...part.map(maskRadiusMm));
    return {
      points: Float64Array.from(part.flatMap(({ at }) => at)),
      startRadiusMm: new Float64Array(part.length).fill(start),
    };
  });
}

/** Stations far enough from the ends of their vessel, outside thicker ones. */
function lookedAt(stations: TrueStations, endMm: number): number[] {
  return runsOf(stations).flatMap(([from, to]) => {
    const ends: number[] = [0];
    for (let s = from; s < to; s += 1) ends.push(ends[s - from] + stations.lengthMm[s]);
    const length = ends[to - from];
    const kept: number[] = [];
    for (let s = from; s < to; s += stride) {
      const along = ends[s - from] + stations.lengthMm[s] / 2;
      const margin = endMm + stations.radiusMm[s];
      const isInner = along > margin && length - along > margin;
      if (isInner && stations.covered[s] === 0 && stations.side[s] !== 0) kept.push(s);
    }
    return kept;
  });
}

const emptyErrors = (): Record<SizingRule, number[]> => ({
  distance: [],
  threshold: [],
  half_peak: [],
  half_contrast: [],
  integrated: [],
  fit: [],
});

function classOf(csaMm2: number): number {
  let best = 0;
  const ratio = (c: number): number => Math.max(csaMm2 / classesMm2[c], classesMm2[c] / csaMm2);
  for (let c = 1; c < classesMm2.length; c += 1) if (ratio(c) < ratio(best)) best = c;
  return best;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function spreadOf(errors: readonly number[]): { biasPercent: number; sdPercent: number } {
  const mean = meanOf(errors);
  const squares = errors.reduce((sum, error) => sum + (error - mean) * (error - mean), 0);
  return { biasPercent: 100 * mean, sdPercent: 100 * Math.sqrt(squares / Math.max(1, errors.length - 1)) };
}
