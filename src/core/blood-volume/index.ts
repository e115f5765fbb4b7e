/** The blood volume stage's door. */
import { attributeTask } from './attribute';
import { sampleTask } from './interval-samples';

export const bloodVolumeTasks = [attributeTask, sampleTask] as const;
export type { IntervalContext } from './interval-table';
export { measureIntervals } from './intervals';
export type { Ledger } from './ledger';
export { measureBloodVolume, type BloodVolume, type BloodVolumeInput } from './measure-blood-volume';
export { sumLedger } from './sum-ledger';
export { binOf } from './bins';
