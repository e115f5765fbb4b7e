/** Slices by cornerstone3D and vessels by vtk.js, behind interfaces of our own. */
export * from './types';
export * from './windows';
