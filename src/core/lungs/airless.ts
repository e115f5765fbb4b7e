/**
 * Airless lung: consolidation and collapse between the lung that holds air and the ribs.
 *
 * Seen along rays from the middle of the chest, a healthy lung reaches the ribs but for some millimetres. Where soft
 * tissue lies between instead, it is lung if the air of the lung fades into it, if bronchi hold air in it, or if it lies
 * where there has to be lung: beside the spine, or where the other lung, mirrored, holds air. Fluid is not lung.
 */
import type { Parameters } from '../parameters';
import { distanceTransform, labelComponents } from '../volume';
import { fillRim, growAirless } from './airless-growth';
import { judgePieces, slopeAt } from './airless-pieces';
import { maskOf } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { expectedLung } from './expected';
import type { Expected } from './expected';
import { smooth } from './gaussian';
import { open } from './morphology';
import { raysOf } from './rays';
import type { Rays } from './rays';
import { LEFT, RIGHT } from './types';

export interface AirlessLung {
  /** RIGHT or LEFT where there is airless lung. */
  readonly mask: Uint8Array;
  /** mL where lung is expected by the other side and neither aerated nor airless lung lies. */
  readonly missingMl: { readonly right: number; readonly left: number };
}

/** `sides`: closed lungs. Nothing is found where one lung only is in the scan. */
export function airlessLung(scan: CoarseScan, sides: Uint8Array, parameters: Parameters): AirlessLung {
  const mask = maskOf(scan);
  const rays = raysOf(scan, sides, parameters);
  if (rays === null) return { mask, missingMl: { right: 0, left: 0 } };
  const chest = chestOf(scan, sides, rays, parameters);
  findAirless(scan, sides, chest, mask, parameters);
  for (let n = 0; n < mask.length; n += 1) if (mask[n] !== 0) mask[n] = n % scan.size[0] < rays.middleX ? RIGHT : LEFT;
  const voxelMl = (scan.spacingMm[0] * scan.spacingMm[1] * scan.spacingMm[2]) / 1000;
  const missing = [0, 0];
  for (let n = 0; n < mask.length; n += 1) {
    if (mask[n] !== 0 || chest.inside[n] === 0 || chest.expected.deep[n] === 0) continue;
    missing[n % scan.size[0] < rays.middleX ? 0 : 1] += voxelMl;
  }
  return { mask, missingMl: { right: missing[0], left: missing[1] } };
}

interface Chest {
  readonly rays: Rays;
  readonly expected: Expected;
  /** 1 between the ribs, outside the closed lungs. */
  readonly inside: Uint8Array;
  /** mm beyond the outermost lung of its ray, −1 elsewhere. */
  readonly gap: Float32Array;
}

function chestOf(scan: CoarseScan, sides: Uint8Array, rays: Rays, parameters: Parameters): Chest {
  const expected = expectedLung(scan, sides, rays, parameters);
  const inside = insideRibs(scan, sides, rays, expected, parameters);
  return { rays, expected, inside, gap: beyondLung(scan, sides, rays, rays.lungMm) };
}

/** Sets `lung` in all airless lung. */
function findAirless(
  scan: CoarseScan,
  sides: Uint8Array,
  chest: Chest,
  lung: Uint8Array,
  parameters: Parameters,
): void {
  const { rays, expected, inside } = chest;
  const hu = Float32Array.from(scan.hu);
  smooth(hu, scan, parameters.airlessSmoothingMm);
  const smoothed = { ...scan, hu };
  // fluid lies flat, air fades into what is airless
  const isFluid = (n: number): boolean =>
    hu[n] < parameters.fluidBelowHu &&
    hu[n] > parameters.fluidAboveHu &&
    slopeAt(smoothed, n) < parameters.fluidFlatHuPerMm;
  if (!findSeeds(smoothed, scan, chest, isFluid, lung, parameters)) return;
  const room = beyondLung(scan, sides, rays, rays.belowMm);
  for (let n = 0; n < room.length; n += 1) if (inside[n] !== 0 && expected.mirrored[n] !== 0) room[n] = 0;
  growAirless(smoothed, lung, room, parameters);
  fillRim(scan, sides, lung, inside, isFluid, parameters);
}

/** Sets `lung` where dense tissue was judged to be lung; false where there is none. */
function findSeeds(
  smoothed: CoarseScan,
  scan: CoarseScan,
  { gap, inside, expected, rays }: Chest,
  isFluid: (n: number) => boolean,
  lung: Uint8Array,
  parameters: Parameters,
): boolean {
  const { hu, size } = smoothed;
  const looked = maskOf(scan);
  const placed = maskOf(scan);
  const solid = maskOf(scan);
  for (let n = 0; n < looked.length; n += 1) {
    const isExpected = inside[n] !== 0 && expected.deep[n] !== 0;
    looked[n] = gap[n] >= 0 || isExpected ? 1 : 0;
    if (looked[n] === 0) continue;
    const isBehind = Math.trunc(n / size[0]) % size[1] > rays.spineFront[Math.trunc(n / (size[0] * size[1]))];
    placed[n] = isExpected || isBehind ? 1 : 0;
    solid[n] = hu[n] > parameters.fluidBelowHu && hu[n] < parameters.boneAboveHu ? 1 : 0;
  }
  const thin = open(solid, scan, parameters.airlessDepthMm);
  if (!thin.includes(1)) return false;
  for (let n = 0; n < thin.length; n += 1) thin[n] = thin[n] === 0 ? 1 : 0;
  const toThick = distanceTransform(thin, scan.size, scan.spacingMm, parameters.airlessFadeMm + 1);
  const around = maskOf(scan);
  for (let n = 0; n < around.length; n += 1) {
    around[n] = looked[n] !== 0 && toThick[n] <= parameters.airlessFadeMm ? 1 : 0;
  }
  const pieces = labelComponents(around, scan.size, 6);
  const isLung = judgePieces(scan, pieces, { gap, thin, placed }, parameters);
  const rim = 1.5 * Math.max(...scan.spacingMm);
  let any = false;
  for (let n = 0; n < lung.length; n += 1) {
    if (isLung[pieces.labels[n]] !== 1 || (toThick[n] > rim && isFluid(n))) continue;
    lung[n] = 1;
    any = true;
  }
  return any;
}

/** mm beyond the outermost lung of the ray where a voxel lies between it and the ribs, −1 elsewhere. */
function beyondLung(scan: CoarseScan, sides: Uint8Array, rays: Rays, lungMm: Float32Array): Float32Array {
  const [nx, ny, nz] = scan.size;
  const gap = new Float32Array(sides.length).fill(-1);
  let n = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1, n += 1) {
        if (sides[n] !== 0) continue;
        const { ray, mm } = rays.at(i, j);
        const row = k * rays.count + ray;
        if (lungMm[row] > 0 && mm > lungMm[row] && mm < rays.wallMm[row]) gap[n] = mm - lungMm[row];
      }
    }
  }
  return gap;
}

/** 1 between the ribs, outside the lungs; where the other lung, mirrored, goes on between two ribs, as far as that. */
function insideRibs(
  scan: CoarseScan,
  sides: Uint8Array,
  rays: Rays,
  { mirrored }: Expected,
  parameters: Parameters,
): Uint8Array {
  const [nx, ny, nz] = scan.size;
  const inside = maskOf(scan);
  let n = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1, n += 1) {
        const { ray, mm } = rays.at(i, j);
        const wallMm = rays.wallMm[k * rays.count + ray];
        const slackMm = mirrored[n] !== 0 && wallMm > 0 ? parameters.wallSlackMm : 0;
        if (sides[n] === 0 && mm < wallMm + slackMm) inside[n] = 1;
      }
    }
  }
  return inside;
}
