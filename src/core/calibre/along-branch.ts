/**
 * Joins the fits along a branch: one station's fit errs by several percent, its neighbours' errors differ.
 *
 * CSA changes slowly along a branch, so ln CSA is smoothed by a local line, robustly, because what disturbs a
 * fit (a neighbour, a junction, a wall) errs to one side. Stations near a junction hold the image of
 * the other vessel: they count little and take the branch's value. The axis is re-centred by smoothed
 * displacements, not smoothed positions, which would cut curves short.
 */
import { selectSmallest } from '../kernels';
import { exp, log } from '../maths';
import type { Parameters } from '../parameters';
import { fitFields, fitStride } from './fit-task';
import { traceBranch, type Stations } from './stations';

/** What is known along all branches after a round of fits; one value a station. */
export interface Profile {
  readonly csaMm2: Float64Array;
  /** Standard deviation of ln CSA. */
  readonly csaLogSd: Float64Array;
  readonly backgroundHu: Float64Array;
  /** Weight of each station's own fit, 0 … 1. */
  readonly weight: Float64Array;
}

export function makeProfile(count: number): Profile {
  return {
    csaMm2: new Float64Array(count),
    csaLogSd: new Float64Array(count),
    backgroundHu: new Float64Array(count),
    weight: new Float64Array(count),
  };
}

/**
 * Weight of each fit: how undisturbed it is, how free of other vessels, how far from the branch's ends. Neither R² nor
 * the fit's own SD enters: both favour the stations that came out too large, which made thin vessels 1–2 % thicker.
 */
export function weighStations(
  stations: Stations,
  fits: Float64Array,
  parameters: Parameters,
  weight: Float64Array,
): void {
  const { first, alongMm, branch } = stations;
  for (let s = 0; s < stations.count; s += 1) {
    const at = s * fitStride;
    if (fits[at + fitFields.radiusMm] <= 0) {
      weight[s] = 0;
      continue;
    }
    const end = alongMm[first[branch[s] + 1] - 1];
    const toEnd = Math.min(alongMm[s], end - alongMm[s]);
    const free = Math.min(
      1,
      toEnd / (parameters.junctionReachRadii * stations.radiusMm[s] + parameters.junctionReachMm),
    );
    const alone = 1 - Math.min(1, Math.max(0, fits[at + fitFields.crowding]));
    weight[s] = fits[at + fitFields.weight] * (0.02 + free * free) * (0.05 + 0.95 * alone * alone);
  }
}

/** Fills the profile from the fits. */
export function profileBranches(
  stations: Stations,
  fits: Float64Array,
  parameters: Parameters,
  profile: Profile,
): void {
  weighStations(stations, fits, parameters, profile.weight);
  let longest = 0;
  const branches = stations.first.length - 1;
  for (let b = 0; b < branches; b += 1) longest = Math.max(longest, stations.first[b + 1] - stations.first[b]);
  const logCsa = new Float64Array(longest);
  const level = new Float64Array(longest);
  const trust = new Float64Array(longest);
  for (let b = 0; b < branches; b += 1) {
    const from = stations.first[b];
    const n = stations.first[b + 1] - from;
    for (let k = 0; k < n; k += 1) {
      const at = (from + k) * fitStride;
      const r = Math.max(0.05, fits[at + fitFields.radiusMm]);
      logCsa[k] = log(Math.PI * r * r);
      level[k] = fits[at + fitFields.backgroundHu];
    }
    const local = { logCsa, level, trust };
    for (let k = 0; k < n; k += 1) smoothStation(stations, from, n, k, local, profile, parameters);
  }
}

interface Local {
  readonly logCsa: Float64Array;
  readonly level: Float64Array;
  readonly trust: Float64Array;
}

/** Local robust line through ln CSA around station k of a branch, its value and SD at k. */
function smoothStation(
  stations: Stations,
  from: number,
  n: number,
  k: number,
  local: Local,
  profile: Profile,
  parameters: Parameters,
): void {
  const { logCsa, level, trust } = local;
  const { alongMm } = stations;
  const width = parameters.csaSmoothingMm;
  const here = alongMm[from + k];
  let low = k;
  let high = k;
  while (low > 0 && here - alongMm[from + low - 1] < 3 * width) low -= 1;
  while (high < n - 1 && alongMm[from + high + 1] - here < 3 * width) high += 1;
  let total = 0;
  for (let q = low; q <= high; q += 1) {
    const z = (alongMm[from + q] - here) / width;
    trust[q] = (profile.weight[from + q] + 1e-9) * exp(-0.5 * z * z);
    total += trust[q];
  }
  let centre = weightedMedian(logCsa, trust, low, high, total);
  let slope = 0;
  const ridge = (parameters.stationLogSd / parameters.taperSdPerMm) ** 2 * Math.min(1, total);
  let sum = 0;
  let squares = 0;
  let spread = 0;
  for (let round = 0; round < 3; round += 1) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let y0 = 0;
    let y1 = 0;
    squares = 0;
    spread = 0;
    for (let q = low; q <= high; q += 1) {
      const x = alongMm[from + q] - here;
      const z = (logCsa[q] - centre - slope * x) / parameters.csaRobustLog;
      const w = trust[q] / (1 + z * z);
      s0 += w;
      s1 += w * x;
      s2 += w * x * x;
      y0 += w * logCsa[q];
      y1 += w * x * logCsa[q];
      squares += w * w;
      spread += w * (logCsa[q] - centre - slope * x) ** 2;
    }
    const det = s0 * (s2 + ridge) - s1 * s1;
    slope = (s0 * y1 - s1 * y0) / det;
    centre = (y0 - slope * s1) / s0;
    sum = s0;
  }
  let background = 0;
  for (let q = low; q <= high; q += 1) background += (trust[q] / total) * level[q];
  const s = from + k;
  profile.csaMm2[s] = exp(centre);
  // half of the stations are independent: slabs overlap and voxels are shared
  const independent = Math.max(1, (0.5 * sum * sum) / squares);
  const floor = parameters.stationLogSdFloor * parameters.stationLogSdFloor;
  profile.csaLogSd[s] = Math.sqrt(spread / sum / independent + floor);
  profile.backgroundHu[s] = background;
}

/** Median of values[low … high] under weights with the given sum: bisection over the value, then exact. */
function weightedMedian(values: Float64Array, weights: Float64Array, low: number, high: number, total: number): number {
  let best = values[low];
  let bestAbove = Infinity;
  for (let q = low; q <= high; q += 1) {
    let below = 0;
    for (let p = low; p <= high; p += 1) if (values[p] <= values[q]) below += weights[p];
    if (below >= 0.5 * total && values[q] < bestAbove) {
      bestAbove = values[q];
      best = values[q];
    }
  }
  return best;
}

/** Moves the stations to the fitted axis and sets their radius from the profile, for the next round. */
export function recentre(stations: Stations, fits: Float64Array, profile: Profile, parameters: Parameters): void {
  const { points, first, radiusMm } = stations;
  const window = new Float64Array(5);
  const branches = first.length - 1;
  for (let b = 0; b < branches; b += 1) {
    const from = first[b];
    const to = first[b + 1];
    const moved = new Float64Array(3 * (to - from));
    for (let axis = 0; axis < 3; axis += 1) {
      for (let s = from; s < to; s += 1) {
        const a = Math.max(from, s - 2);
        const c = Math.min(to - 1, s + 2);
        for (let q = a; q <= c; q += 1) window[q - a] = fits[q * fitStride + axis] - points[3 * q + axis];
        moved[3 * (s - from) + axis] = selectSmallest(window, c - a + 1, (c - a) >> 1);
      }
    }
    smoothDisplacements(points, moved, from, to, parameters.recentreSmoothingMm, stations.alongMm, profile.weight);
    for (let s = from; s < to; s += 1) radiusMm[s] = Math.sqrt(profile.csaMm2[s] / Math.PI);
    traceBranch(stations, b);
  }
}

function smoothDisplacements(
  points: Float64Array,
  moved: Float64Array,
  from: number,
  to: number,
  widthMm: number,
  alongMm: Float64Array,
  weight: Float64Array,
): void {
  for (let s = from; s < to; s += 1) {
    let x = 0;
    let y = 0;
    let z = 0;
    let sum = 0;
    for (let q = Math.max(from, s - 6); q <= Math.min(to - 1, s + 6); q += 1) {
      const d = (alongMm[q] - alongMm[s]) / widthMm;
      const w = exp(-0.5 * d * d) * (weight[q] + 1e-6);
      x += w * moved[3 * (q - from)];
      y += w * moved[3 * (q - from) + 1];
      z += w * moved[3 * (q - from) + 2];
      sum += w;
    }
    points[3 * s] += x / sum;
    points[3 * s + 1] += y / sum;
    points[3 * s + 2] += z / sum;
  }
}
