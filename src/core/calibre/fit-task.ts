/** Runs the fits of a range of stations: the piece of work the calibre stage hands to its threads. */
import type { Kernels } from '../kernels';
import type { Piece, Task } from '../parallel';
import type { FitSetting } from './fit-setting';
import { fitSlab, makeFit } from './fit-station';
import { slabCapacity } from './place-voxels';
import type { Scene } from './scene';
import { gatherSlab, makeSlab } from './slab';

/** Numbers of one station in the output, in this order. */
export const fitFields = {
  /** Centre x, y, z in grid mm, and radius in mm: −1 where no fit was possible. */
  x: 0,
  y: 1,
  z: 2,
  radiusMm: 3,
  backgroundHu: 4,
  residualHu: 5,
  r2: 6,
  radiusSdMm: 7,
  weight: 8,
  airShare: 9,
  crowding: 10,
  voxels: 11,
} as const;
export const fitStride = 12;

export interface FitInput extends Scene {
  readonly setting: FitSetting;
  /** Stations to fit, or null for all: a piece is a range of this list. */
  readonly selected: Int32Array | null;
  /** Axis and radius come from an earlier fit. */
  readonly isStartGood: boolean;
}

/** Fits of the piece's stations, `fitStride` numbers each. */
export const fitStationsTask: Task<FitInput, Float64Array> = {
  id: 'calibre/fit-stations',
  run(input, piece, kernels) {
    return fitStations(input, piece, kernels);
  },
};

function fitStations(input: FitInput, piece: Piece, kernels: Kernels): Float64Array {
  const { stations, setting, selected } = input;
  const { parameters } = setting;
  const out = new Float64Array(fitStride * (piece.to - piece.from));
  const work = kernels.openTubeFit(slabCapacity);
  const slab = makeSlab(work);
  const fit = makeFit(work);
  for (let n = piece.from; n < piece.to; n += 1) {
    const s = selected ? selected[n] : n;
    const at = fitStride * (n - piece.from);
    const start = stations.radiusMm[s];
    const cap = parameters.radiusCapFactor * stations.maskRadiusMm[s] + parameters.radiusCapMm;
    gatherSlab(slab, input, s, start, setting);
    const fitted = fitSlab(fit, slab, start, cap, setting, input.isStartGood);
    const { frame } = slab;
    const u = fitted ? fit.u : 0;
    const v = fitted ? fit.v : 0;
    out[at] = stations.points[3 * s] + u * frame[0] + v * frame[3];
    out[at + 1] = stations.points[3 * s + 1] + u * frame[1] + v * frame[4];
    out[at + 2] = stations.points[3 * s + 2] + u * frame[2] + v * frame[5];
    out[at + fitFields.radiusMm] = fitted ? fit.radiusMm : -1;
    out[at + fitFields.backgroundHu] = fitted ? fit.backgroundHu : slab.regionalHu;
    out[at + fitFields.residualHu] = fit.residualHu;
    out[at + fitFields.r2] = fitted ? fit.r2 : 0;
    out[at + fitFields.radiusSdMm] = fit.radiusSdMm;
    out[at + fitFields.weight] = fitted ? fit.weight : 0;
    out[at + fitFields.airShare] = slab.airShare;
    out[at + fitFields.crowding] = slab.crowding;
    out[at + fitFields.voxels] = slab.count;
  }
  return out;
}
