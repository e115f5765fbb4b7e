/** Slices by cornerstone3D and vessels by vtk.js, behind interfaces of our own. */
export * from './types';
export * from './windows';
export { hasGraphics } from './graphics';
export { calibreBins, labelOfCsa, litBin } from './lit';
export type { OverlaySetting } from './overlay';
export type { PickTable } from './pick';
export { acquisitionPlane } from './planes';
export { createSliceViews, type PlaneElements, type SliceViews } from './slice-views';
export { createVesselView, type VesselView, type VesselViewReport, type VesselViewState } from './vessel-view';
export { nextSlab, noSlab } from './slab';
export { drawSlicePicture, type SlicePicture } from './slice-picture';
