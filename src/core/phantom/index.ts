/** Synthetic chest CT with known truth. Pure: the command lines write the files. */
export { chestGeometry, chestScene, chestTruth, makeChest } from './chest';
export type { Chest, ChestTruth } from './chest';
export { chestOptions, healthy, sampleChestOptions } from './options';
export type { AnatomyOptions, BloodOptions, ChestOptions, DiseaseOptions, LungOptions, ScanOptions } from './options';
export { render } from './render';
export type { Scene } from './scene';
export type { TrueStations } from './stations';
export type { TrueBlood, TrueVolumes } from './truth';
export { phantomTasks } from './tasks';
