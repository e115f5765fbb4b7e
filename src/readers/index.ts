export type * from './contract';
export type { DecodeFrame, FrameJob, FramePixels } from './decode';
export { openFiles } from './open';
