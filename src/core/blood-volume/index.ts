/** The blood volume stage's door. */
export { attributeTask } from './attribute';
export type { Ledger } from './ledger';
export { measureBloodVolume, type BloodVolume, type BloodVolumeInput } from './measure-blood-volume';
