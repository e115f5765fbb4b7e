/**
 * Gives every voxel's blood to the vessels it belongs to.
 *
 * f = (I − Ibg)/(Ib − Ibg), not clipped, is the blood share of a voxel; its sum is the blood volume whatever the
 * blur, so volume is measured here and not from CSA × length. Within a window around the vessels a voxel's f is
 * divided among them in proportion to their modelled images, the thickest first: inside a junction the point is
 * the parent's. Chest wall and rejected branches take their part too. Beyond the window, where only noise is left,
 * the modelled tail stands in: what a window of r + 1.8 σ misses is 1–4 % of a vessel.
 */
import { NEAR_HILUM, UNCERTAIN } from '../lungs/types';
import type { Task } from '../parallel';
import { LUMP } from '../vessels';
import type { Vec3 } from '../volume';
import type { AttributeInput } from './attribute-input';
import { BV10 } from './bin-labels';
import { tubeReachMm } from './blocks';
import { claimsAt, findNearest } from './claim-voxel';
import { makeClaims, narrowTo, openBlock, type Claims } from './claims';
import { ownerAt } from './junctions';

/** What is summed for each station, mm³; position in the row of a station. */
export const sums = {
  /** Blood in the lung field. */
  blood: 0,
  /** Part of it in cores of thick vessels: BV10 whatever its size. */
  core: 1,
  /** Part of it near the hilum, and how much of that is in a core. */
  hilum: 2,
  hilumCore: 3,
  /** Part of it within `borderShellMm` of the surface of the lung field. */
  border: 4,
  /** Volume of lung the blood was summed over: how much a change of background matters. */
  window: 5,
  /** Part of the blood in voxels no vessel's window reaches. */
  gap: 6,
} as const;
export const sumCount = 7;

/** Edge of the parts of a block, voxels. */
const partVoxels = 2;

/** Sums of the stations a piece met: `sumCount` numbers for each entry of `station`. */
export interface AttributeOutput {
  readonly station: Int32Array;
  readonly sums: Float64Array;
  /** Blood there would be in lumps, and in cores that no vessel leads to, were they vessels, mm³. */
  readonly strayCoreMm3: number;
}

export const attributeTask: Task<AttributeInput, AttributeOutput> = {
  id: 'blood-volume/attribute',
  run(input, piece) {
    const { count } = input.stations;
    const ledger: Ledger = {
      rows: new Float64Array(sumCount * count),
      isMet: new Uint8Array(count),
      met: [],
      strayCoreMm3: 0,
    };
    const claims = makeClaims(input);
    for (let layer = piece.from; layer < piece.to; layer += 1) attributeLayer(input, claims, ledger, layer);
    return compress(ledger);
  },
};

interface Ledger {
  readonly rows: Float64Array;
  /** Stations that got something. */
  readonly isMet: Uint8Array;
  readonly met: number[];
  strayCoreMm3: number;
}

function attributeLayer(input: AttributeInput, claims: Claims, ledger: Ledger, layer: number): void {
  const [nx, ny, nz] = input.grid.size;
  const { voxels, count } = input.blocks;
  const k0 = layer * voxels[2];
  const k1 = Math.min(nz, k0 + voxels[2]);
  for (let v = 0; v < count[1]; v += 1) {
    for (let u = 0; u < count[0]; u += 1) {
      if (!openBlock(claims, input, (layer * count[1] + v) * count[0] + u)) continue;
      const i1 = Math.min(nx, (u + 1) * voxels[0]);
      const j1 = Math.min(ny, (v + 1) * voxels[1]);
      attributeBlock(input, claims, ledger, [u * voxels[0], v * voxels[1], k0], [i1, j1, k1]);
    }
  }
}

/** A block in parts of a few voxels, each with the stations that reach it. */
function attributeBlock(input: AttributeInput, claims: Claims, ledger: Ledger, from: Vec3, to: Vec3): void {
  const [nx, ny] = input.grid.size;
  const [dx, dy, dz] = input.grid.spacingMm;
  const reach = tubeReachMm(input.psf, input.parameters);
  for (let k0 = from[2]; k0 < to[2]; k0 += partVoxels) {
    const k1 = Math.min(to[2], k0 + partVoxels);
    for (let j0 = from[1]; j0 < to[1]; j0 += partVoxels) {
      const j1 = Math.min(to[1], j0 + partVoxels);
      for (let i0 = from[0]; i0 < to[0]; i0 += partVoxels) {
        const i1 = Math.min(to[0], i0 + partVoxels);
        const [wx, wy, wz] = [0.5 * (i1 - i0 - 1) * dx, 0.5 * (j1 - j0 - 1) * dy, 0.5 * (k1 - k0 - 1) * dz];
        const half = Math.sqrt(wx * wx + wy * wy + wz * wz);
        const [x, y, z] = [i0 * dx + wx, j0 * dy + wy, k0 * dz + wz];
        narrowTo(claims, input, x, y, z, half + reach);
        for (let k = k0; k < k1; k += 1) {
          for (let j = j0; j < j1; j += 1) {
            const row = (k * ny + j) * nx;
            for (let i = i0; i < i1; i += 1) attributeVoxel(input, claims, ledger, row + i, i, j, k);
          }
        }
      }
    }
  }
}

function attributeVoxel(
  input: AttributeInput,
  claims: Claims,
  ledger: Ledger,
  at: number,
  i: number,
  j: number,
  k: number,
): void {
  // vessels that touch a lump own nothing of it
  if (input.core[at] === LUMP) {
    countLump(input, claims, ledger, at);
    return;
  }
  const mayBeGap = input.hu[at] >= input.gapFromHu;
  if (claims.activeCount === 0 && !claims.coreNear && !mayBeGap) return;
  const inLung = claimsAt(claims, input, at, i, j, k);
  if (inLung <= 0) return;
  const { parameters } = input;
  const ownerOf = (s: number): number => ownerAt(s, input.thickerEnd, input.stations, input.grid, i, j, k);
  const voxelMm3 = claims.voxelMm3 * inLung;
  if (claims.inCore) {
    // noise must not be cut off on one side, metal and bone must
    const most = 1 + (parameters.coreClipNoises * input.noiseHu) / Math.max(1, claims.bloodHu - claims.backgroundHu);
    const f = Math.min(most, Math.max(0, shareOfBlood(input, at, claims.backgroundHu, claims.bloodHu)));
    if (claims.nearest < 0) {
      ledger.strayCoreMm3 += f * voxelMm3;
      return;
    }
    const isCore = ownsAsCore(input, claims);
    add(input, ledger, claims.nearest, at, f * voxelMm3, voxelMm3, isCore);
    input.mask[at] = isCore ? BV10 : input.label[claims.nearest];
    return;
  }
  if (claims.inWindow) {
    const f = withoutStrangers(input, claims, at, shareOfBlood(input, at, claims.backgroundHu, claims.bloodHu));
    const part = 1 / claims.total;
    // a lump is known to be there, but not its shape: what lies in it is the vessel's modelled image
    const lump = Math.min(1, claims.lumpShare * part);
    const perShare = (1 - lump) * f * part + lump;
    for (let c = 0; c < claims.count; c += 1) {
      const share = claims.share[c];
      add(
        input,
        ledger,
        ownerOf(claims.station[c]),
        at,
        perShare * share * voxelMm3,
        (1 - lump) * share * part * voxelMm3,
        false,
      );
    }
    if (claims.coreShare > 0 && claims.nearest >= 0) {
      const share = claims.coreShare * part;
      const isCore = ownsAsCore(input, claims);
      add(input, ledger, claims.nearest, at, f * share * voxelMm3, share * voxelMm3, isCore);
    }
    if (f >= 0.5 && claims.acceptedShare >= 0.5 * claims.total) {
      input.mask[at] =
        input.label[claims.coreShare > claims.strongestShare ? claims.nearest : ownerOf(claims.strongest)];
    }
    return;
  }
  const gap = mayBeGap ? gapShare(input, claims, at, i, j, k) : 0;
  if (gap > 0) {
    add(input, ledger, claims.nearest, at, gap * voxelMm3, voxelMm3, false);
    ledger.rows[claims.nearest * sumCount + sums.gap] += gap * voxelMm3;
    if (gap >= 0.5) input.mask[at] = input.label[claims.nearest];
    return;
  }
  for (let c = 0; c < claims.count; c += 1) {
    if (claims.counts[c]) add(input, ledger, ownerOf(claims.station[c]), at, claims.share[c] * voxelMm3, 0, false);
  }
}

/**
 * The mouth of a branch that leaves a thick vessel lies in the core, too: within its own surface, nearer than
 * the other's, it is the branch's. Not so what lies outside, as where the track of the thick vessel was lost.
 */
const ownsAsCore = ({ label }: AttributeInput, { nearest, nearestAxes }: Claims): boolean =>
  label[nearest] === BV10 || nearestAxes.ownerMm > 0;

function countLump(input: AttributeInput, claims: Claims, ledger: Ledger, at: number): void {
  const f = shareOfBlood(input, at, input.meanBackgroundHu, input.meanBloodHu);
  if (input.distanceMm[at] < 0) ledger.strayCoreMm3 += Math.min(1, Math.max(0, f)) * claims.voxelMm3;
}

/**
 * Beyond the rim of all known vessels the image tells nothing of a vessel that its fit does not know, but much of what
 * lies beside it: twigs too thin to be found, walls, fissures. They only add, so no mean takes them off. The modelled
 * image stands there in place of the image, as it does beyond the window. Dense lung is as bright as a vessel or nearly
 * so: in it f may not leave the modelled image by more than noise anywhere.
 */
function withoutStrangers(input: AttributeInput, claims: Claims, at: number, f: number): number {
  const { parameters, noiseHu } = input;
  if (claims.modelled <= parameters.fringeShare) return claims.modelled;
  if ((input.labels[at] & UNCERTAIN) === 0) return f;
  const contrast = Math.max(parameters.attributeLeastContrastHu, claims.bloodHu - claims.backgroundHu);
  const most = (parameters.denseNoises * noiseHu) / contrast;
  return Math.min(claims.modelled + most, Math.max(claims.modelled - most, f));
}

/** Blood share of a voxel over half contrast that no window reaches: given to the nearest vessel within reach. */
function gapShare(input: AttributeInput, claims: Claims, at: number, i: number, j: number, k: number): number {
  const { parameters } = input;
  if (claims.total - claims.acceptedShare > parameters.gapRejectedShare) return 0;
  if (input.distanceMm[at] > -parameters.gapDepthMm || (input.labels[at] & UNCERTAIN) !== 0) return 0;
  findNearest(claims, input, i, j, k);
  if (claims.nearest < 0 || claims.nearestMm > parameters.gapReachMm) return 0;
  const f = shareOfBlood(input, at, input.backgroundHu[claims.nearest], input.bloodHu[claims.nearest]);
  return f > parameters.gapLeastShare ? Math.min(1, f) : 0;
}

function shareOfBlood(input: AttributeInput, at: number, backgroundHu: number, bloodHu: number): number {
  const contrast = Math.max(input.parameters.attributeLeastContrastHu, bloodHu - backgroundHu);
  return (input.hu[at] - backgroundHu) / contrast;
}

function add(
  input: AttributeInput,
  ledger: Ledger,
  station: number,
  at: number,
  bloodMm3: number,
  windowMm3: number,
  core: boolean,
): void {
  const row = station * sumCount;
  const { rows } = ledger;
  if (ledger.isMet[station] === 0) {
    ledger.isMet[station] = 1;
    ledger.met.push(station);
  }
  rows[row + sums.blood] += bloodMm3;
  rows[row + sums.window] += windowMm3;
  if (core) rows[row + sums.core] += bloodMm3;
  if ((input.labels[at] & NEAR_HILUM) !== 0) {
    rows[row + sums.hilum] += bloodMm3;
    if (core) rows[row + sums.hilumCore] += bloodMm3;
  }
  if (input.distanceMm[at] > -input.parameters.borderShellMm) rows[row + sums.border] += bloodMm3;
}

/** Only the stations that got something: a piece sees a few hundredths of them. */
function compress({ rows, met, strayCoreMm3 }: Ledger): AttributeOutput {
  const station = Int32Array.from(met).toSorted();
  const out = new Float64Array(sumCount * station.length);
  for (const [k, s] of station.entries()) out.set(rows.subarray(s * sumCount, (s + 1) * sumCount), k * sumCount);
  return { station, sums: out, strayCoreMm3 };
}
