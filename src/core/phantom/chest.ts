/** A synthetic chest from options: image and truth of one scene. */
import type { Parallel } from '../parallel';
import type { Volume } from '../volume';
import { chestGeometry, chestScene } from './chest-scene';
import type { ChestOptions } from './options';
import { render } from './render';
import type { Scene } from './scene';
import { trueStations } from './stations';
import type { TrueStations } from './stations';
import { trueBlood, trueMasks } from './truth';
import type { TrueBlood } from './truth';

export interface ChestTruth extends TrueBlood {
  readonly options: ChestOptions;
  /** 0 outside, 1 right, 2 left, on the CT grid. */
  readonly lungMask: Uint8Array;
  /** 0 none, 1 below range, 2 BV5, 3 BV5–10, 4 BV10, on the CT grid: the voxel's centre decides. */
  readonly vesselMask: Uint8Array;
  readonly stations: TrueStations;
}

export interface Chest {
  readonly volume: Volume;
  readonly truth: ChestTruth;
}

/**
 * Image and truth. The same options give the same bits for any number of threads.
 * Volume-sized buffers: the HU (2 bytes a voxel) and two masks (1 byte each), all three the caller's; no float copy.
 */
export async function makeChest(options: ChestOptions, parallel: Parallel): Promise<Chest> {
  const geometry = chestGeometry(options);
  const scene = await chestScene(options, parallel);
  const volume = await render(scene, options.scan, geometry, options.seed, parallel);
  return { volume, truth: await chestTruth(options, scene, parallel) };
}

/** All that is true of a chest, without drawing it. */
export async function chestTruth(options: ChestOptions, scene: Scene, parallel: Parallel): Promise<ChestTruth> {
  const geometry = chestGeometry(options);
  const blood = await trueBlood(scene, geometry, parallel);
  const masks = await trueMasks(scene, geometry, parallel);
  return { ...blood, ...masks, options, stations: trueStations(scene) };
}
