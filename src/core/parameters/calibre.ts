/** Numbers of the stage "calibre": size of the vessels across their axis. */
import { parameter } from './parameter';

export const calibreParameters = {
  slabHalfMm: parameter(0.75, 'mm', [0.3, 2], 'half thickness of the slab of voxels a fit uses; station spacing'),
  slabHalfPerSpacing: parameter(0.55, '1', [0.5, 1], 'the same over the largest voxel spacing, so that no slab is empty'),
  slabHalfPerRadius: parameter(0.6, '1', [0, 1], 'the same over the radius; thick vessels are straight over it'),
  windowSigmas: parameter(2.3, '1', [1.5, 4], 'window of a fit beyond the radius in σ; holds 99 % of the contrast'),
  windowMarginMm: parameter(0.3, 'mm', [0, 1], 'window of a fit beyond that'),
  windowLeastMm: parameter(2, 'mm', [1.2, 4], 'least window radius, so that the background is seen'),
  fitSteps: parameter(16, '1', [4, 50], 'Levenberg–Marquardt steps at most'),
  fitRobustScales: parameter(2.8, '1', [1, 6], 'Cauchy weight 1/(1 + (residual/(2.8 scales))²)'),
  fitBrightRimSigmas: parameter(0.9, '1', [0, 3], 'beyond radius + 0.9 σ a bright residual is another structure'),
  fitBrightWeight: parameter(0.02, '1', [0, 1], 'what such a voxel still counts'),
  backgroundSlopeSdHuPerMm: parameter(60, 'HU/mm', [5, 300], 'prior of the slope of the background across a vessel'),
  backgroundSdHu: parameter(80, 'HU', [10, 400], 'prior of the background around the regional parenchyma'),
  backgroundBelowHu: parameter(120, 'HU', [20, 400], 'the background may lie so far below regional parenchyma'),
  backgroundAboveHu: parameter(150, 'HU', [20, 400], 'the background may lie so far above regional parenchyma'),
  neighbourModelError: parameter(0.1, '1', [0, 1], 'error of a neighbour’s modelled image over its own value'),
  wallHu: parameter(40, 'HU', [-150, 100], 'soft tissue beyond the pleura'),
  wallModelErrorHu: parameter(300, 'HU', [0, 1000], 'error of the modelled chest wall where it fills a voxel'),
  airBelowBackgroundHu: parameter(55, 'HU', [20, 150], 'a voxel so far below the background is air of a bronchus'),
  airBelowNoises: parameter(2.2, '1', [1, 5], 'the same in noise SD; the larger counts'),
  airSectorFreeRadii: parameter(0.75, '1', [0, 1.2], 'beyond 0.75 radius a sector with air is left out of the fit'),
  radiusCapFactor: parameter(1.3, '1', [1, 3], 'radius at most 1.3 mask radii + 0.7 mm: hilar tissue is no vessel'),
  radiusCapMm: parameter(0.7, 'mm', [0, 3], 'see radiusCapFactor'),
  radiusLeastMm: parameter(0.12, 'mm', [0.05, 0.4], 'lower bound of a fitted radius'),
  sharpeningWidth: parameter(1.8, '1', [1.2, 4], 'width of the negative Gaussian of a sharp kernel over σ'),
} as const;
