/** The blood volume stage: from sized vessels to mL by calibre, side and zone, with the mask that shows it. */
import { rejectReasons, stationsOfVessels, type Psf, type Stations, type Vessel } from '../calibre';
import type { LungField } from '../lungs/types';
import { piecesOf, type Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import type { BinVolumes } from '../result/types';
import { sharedFloat64, sharedUint8, type Vec3 } from '../volume';
import { attributeTask, sumCount } from './attribute';
import type { AttributeInput } from './attribute-input';
import { cutIntoBlocks } from './blocks';
import { binOf, partOf } from './bins';
import { takeOffTissue } from './hilar-tissue';
import { thickerEnds } from './junctions';
import { makeLedger, nearestVoxel, type Ledger } from './ledger';
import { sumLedger, type LedgerSums } from './sum-ledger';
import { lungThirds } from './thirds';

const layersAPiece = 3;

export interface BloodVolumeInput {
  /** HU of the lung box, on shared memory. */
  readonly hu: Int16Array | Float32Array;
  readonly lungs: LungField;
  /** All branches, rejected ones too: they hold their voxels. */
  readonly vessels: readonly Vessel[];
  /** 1 inside the cores of thick vessels, on the lung box. */
  readonly core: Uint8Array;
  readonly noiseHu: number;
  readonly psf: Psf;
  /** The patient's z direction in the grid's axes: the last row of the direction matrix. */
  readonly superior: Vec3;
}

export interface BloodVolume extends LedgerSums {
  readonly ledger: Ledger;
  /** Branches that were taken for something else, and the blood they would have held. */
  readonly rejected: readonly { readonly reason: string; readonly count: number; readonly ml: number }[];
  /** 0 none, 1 below range, 2 BV5, 3 BV5–10, 4 BV10; on the lung box, owned by the caller. */
  readonly mask: Uint8Array;
  /** CSA × length of the same vessels: only a check, it misses ends and gaps. */
  readonly rendered: BinVolumes;
}

export async function measureBloodVolume(
  input: BloodVolumeInput,
  parameters: Parameters,
  parallel: Parallel,
): Promise<BloodVolume> {
  const { lungs, vessels } = input;
  const stations = stationsOfVessels(vessels);
  const { size } = lungs.grid;
  const mask = sharedUint8(size[0] * size[1] * size[2]);
  const bloodHu = sharedFloat64(stations.count);
  for (let s = 0; s < stations.count; s += 1) bloodHu[s] = vessels[stations.branch[s]].bloodHu;
  const { rows, strayCoreMl } = await attribute(input, stations, bloodHu, mask, parameters, parallel);
  const ledger = makeLedger(vessels, stations, bloodHu, rows, lungs, lungThirds(lungs, input.superior), parameters);
  takeOffTissue(ledger, parameters);
  paintAxes(mask, ledger, stations, lungs, parameters);
  return {
    ledger,
    ...sumLedger(ledger, parameters),
    rejected: rejectedOf(vessels, ledger, strayCoreMl),
    mask,
    rendered: partOf(rendered(ledger, parameters)).volumes,
  };
}

async function attribute(
  input: BloodVolumeInput,
  stations: Stations,
  bloodHu: Float64Array,
  mask: Uint8Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<{ rows: Float64Array; strayCoreMl: number }> {
  const { lungs, vessels, psf } = input;
  const { grid } = lungs;
  const label = sharedUint8(stations.count);
  const backgroundHu = sharedFloat64(stations.count);
  let at = 0;
  for (const vessel of vessels) {
    backgroundHu.set(vessel.backgroundHu, at);
    for (let s = 0; s < vessel.csaMm2.length; s += 1) label[at + s] = binOf(vessel.csaMm2[s], parameters);
    at += vessel.csaMm2.length;
  }
  const blocks = cutIntoBlocks(grid, input.core, stations, psf, parameters);
  const task: AttributeInput = {
    grid,
    hu: input.hu,
    labels: lungs.labels,
    distanceMm: lungs.distanceMm,
    core: input.core,
    stations,
    blocks,
    accepted: Uint8Array.from(vessels, (vessel) => (vessel.rejected === null ? 1 : 0)),
    isLump: Uint8Array.from(vessels, (vessel) => (vessel.rejected === 'blob' ? 1 : 0)),
    backgroundHu,
    label,
    thickerEnd: thickerEnds(stations, vessels, label, parameters),
    psf,
    bloodHu,
    meanBackgroundHu: meanOf(backgroundHu),
    meanBloodHu: meanOf(bloodHu),
    gapFromHu: darkestGapHu(backgroundHu, bloodHu, parameters),
    noiseHu: input.noiseHu,
    parameters,
    mask,
  };
  const pieces = piecesOf(blocks.count[2], layersAPiece);
  const answers = await parallel.map(attributeTask, task, pieces);
  const rows = new Float64Array(sumCount * stations.count);
  let stray = 0;
  for (const answer of answers) {
    for (let k = 0; k < answer.station.length; k += 1) {
      const row = answer.station[k] * sumCount;
      for (let c = 0; c < sumCount; c += 1) rows[row + c] += answer.sums[k * sumCount + c];
    }
    stray += answer.strayCoreMm3;
  }
  return { rows, strayCoreMl: stray / 1000 };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}

/** Below this even over the darkest background no voxel holds `gapLeastShare` of blood. */
function darkestGapHu(backgroundHu: Float64Array, bloodHu: Float64Array, parameters: Parameters): number {
  let least = Infinity;
  for (let s = 0; s < backgroundHu.length; s += 1) {
    const contrast = Math.max(parameters.attributeLeastContrastHu, bloodHu[s] - backgroundHu[s]);
    least = Math.min(least, backgroundHu[s] + parameters.gapLeastShare * contrast);
  }
  return least;
}

/** Thin vessels fill no voxel by half: at least the voxels along their axis are painted. */
function paintAxes(
  mask: Uint8Array,
  ledger: Ledger,
  stations: Stations,
  lungs: LungField,
  parameters: Parameters,
): void {
  for (let s = 0; s < ledger.count; s += 1) {
    if (ledger.accepted[s] === 0) continue;
    const at = nearestVoxel(lungs, stations.points[3 * s], stations.points[3 * s + 1], stations.points[3 * s + 2]);
    if (mask[at] === 0 && lungs.distanceMm[at] < 0) mask[at] = binOf(ledger.csaMm2[s], parameters);
  }
}

function rejectedOf(
  vessels: readonly Vessel[],
  ledger: Ledger,
  strayCoreMl: number,
): { reason: string; count: number; ml: number }[] {
  const ml = new Float64Array(vessels.length);
  for (let s = 0; s < ledger.count; s += 1) ml[ledger.vessel[s]] += ledger.ml[s];
  const list: { reason: string; count: number; ml: number }[] = [];
  for (const reason of rejectReasons) {
    let count = 0;
    let sum = reason === 'blob' ? strayCoreMl : 0;
    if (sum > 0) count = 1;
    for (const [v, vessel] of vessels.entries()) {
      if (vessel.rejected !== reason) continue;
      count += 1;
      sum += ml[v];
    }
    if (count > 0) list.push({ reason, count, ml: sum });
  }
  return list;
}

/** CSA × length of accepted stations in the lung, cores by their voxels. */
function rendered(ledger: Ledger, parameters: Parameters): Float64Array {
  const out = new Float64Array(4);
  for (let s = 0; s < ledger.count; s += 1) {
    if (ledger.accepted[s] === 0) continue;
    const inCore = ledger.coreMl[s] > 0.5 * ledger.ml[s];
    if (ledger.side[s] !== 0 && !inCore) {
      out[binOf(ledger.csaMm2[s], parameters) - 1] += (ledger.csaMm2[s] * ledger.lengthMm[s]) / 1000;
    }
    if (inCore) out[3] += ledger.coreMl[s];
  }
  return out;
}
