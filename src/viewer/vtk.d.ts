/** vtk.js ships no types for this filter. */
declare module '@kitware/vtk.js/Filters/General/ImageMarchingCubes' {
  import type { vtkAlgorithm, vtkObject } from '@kitware/vtk.js/interfaces';
  interface vtkImageMarchingCubes extends vtkObject, vtkAlgorithm {}
  interface InitialValues {
    contourValue?: number;
    computeNormals?: boolean;
    mergePoints?: boolean;
  }
  export function newInstance(initialValues?: InitialValues): vtkImageMarchingCubes;
}
