/**
 * The fit of the chain at axes that are known: what it can do where nothing has to be found. For calibration, where
 * other rules of sizing are given the same axes.
 *
 * Two passes, as in the chain: each station alone, then with the tubes of the other branches in the model. Sizes are
 * those of single stations: nothing is joined along the branches.
 */
import { piecesOf, type Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import type { Grid } from '../volume';
import { fitFields, fitStationsTask, fitStride } from './fit-task';
import { cellMm, stationsAPiece } from './rounds';
import { fillBlood, indexStations, stationsOf } from './stations';
import { windowSigmaMm, type Psf } from './tube-image';

export interface KnownAxis {
  /** x, y, z of each station in grid mm. */
  readonly points: Float64Array;
  /** Rough radius at each station, mm: the start, and what limits the answer as the candidate mask does. */
  readonly startRadiusMm: Float64Array;
}

export interface KnownScan {
  readonly grid: Grid;
  /** On shared memory. */
  readonly hu: Int16Array | Float32Array;
  readonly psf: Psf;
  readonly bloodHu: number;
  readonly noiseHu: number;
  /** Lung around the vessels, HU. */
  readonly regionalHu: number;
  /** Signed distance to the surface of the lung in mm, negative inside, on shared memory; null where all is lung. */
  readonly distanceMm: Float32Array | null;
}

/** CSA in mm² of every station of every axis, in their order; NaN where no fit was possible. */
export async function fitKnownAxes(
  scan: KnownScan,
  axes: readonly KnownAxis[],
  parameters: Parameters,
  parallel: Parallel,
): Promise<Float64Array> {
  const { grid, hu, psf, bloodHu, noiseHu } = scan;
  const stations = stationsOf(axes.map(({ points, startRadiusMm }) => ({ points, maskRadiusMm: startRadiusMm })));
  stations.radiusMm.set(stations.maskRadiusMm);
  fillBlood(stations, () => bloodHu);
  const extentMm = [0, 1, 2].map((axis) => grid.size[axis] * grid.spacingMm[axis]);
  const pass = async (withNeighbours: boolean): Promise<Float64Array> => {
    const input = {
      grid,
      hu,
      distanceMm: scan.distanceMm,
      labels: null,
      stations,
      regionalHu: new Float64Array(stations.count).fill(scan.regionalHu),
      index: withNeighbours ? indexStations(stations, [extentMm[0], extentMm[1], extentMm[2]], cellMm) : null,
      selected: null,
      isStartGood: withNeighbours,
      setting: { psf, windowSigmaMm: windowSigmaMm(psf), noiseHu, parameters },
    };
    const parts = await parallel.map(fitStationsTask, input, piecesOf(stations.count, stationsAPiece));
    const radiusMm = new Float64Array(stations.count);
    let s = 0;
    for (const part of parts) {
      for (let at = 0; at < part.length; at += fitStride, s += 1) radiusMm[s] = part[at + fitFields.radiusMm];
    }
    return radiusMm;
  };
  const alone = await pass(false);
  for (let s = 0; s < stations.count; s += 1) if (alone[s] > 0) stations.radiusMm[s] = alone[s];
  const radiusMm = await pass(true);
  return radiusMm.map((r) => (r > 0 ? Math.PI * r * r : Number.NaN));
}
