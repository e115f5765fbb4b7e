export type * from './contract';
export { createFrameDecoder, type DecodeFrame, type FrameJob, type FramePixels } from './decode';
export { type NiftiData, writeNifti } from './nifti-write';
export { openFiles } from './open';
