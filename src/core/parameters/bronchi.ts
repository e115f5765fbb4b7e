/** Numbers of the stage "calibre" for the bronchi at the sides of vessels. */
import { parameter } from './parameter';

export const bronchusParameters = {
  bronchusWallHu: parameter(30, 'HU', [-100, 100], 'bronchial wall: soft tissue'),
  bronchusAirHu: parameter(-1000, 'HU', [-1024, -900], 'gas in a bronchus'),
  bronchusWallMm: parameter(0.2, 'mm', [0, 1], 'usual wall: 0.2 mm and a fifth of the lumen’s radius'),
  bronchusWallShare: parameter(0.2, '1', [0, 1], 'see bronchusWallMm'),
  bronchusWallLogSd: parameter(0.3, '1', [0.05, 1], 'scatter of ln thickness about the usual one'),
  bronchusGapMm: parameter(0.15, 'mm', [0, 2], 'between the artery and the wall of the bronchus beside it, one sheath'),
  bronchusLeastLumenMm: parameter(0.5, 'mm', [0.2, 2], 'radius of the narrowest lumen looked for'),
  bronchusMostLumenMm: parameter(5, 'mm', [2, 10], 'and of the widest in the lung field'),
  bronchusLeastVesselMm: parameter(0.55, 'mm', [0.3, 2], 'thinner vessels are below the range of the bins'),
  bronchusMostVesselMm: parameter(5, 'mm', [2, 10], 'thicker vessels lie in the hilum'),
  bronchusEveryStation: parameter(3, '1', [1, 10], 'of the stations so many is looked at'),
  bronchusSlabHalfMm: parameter(1.5, 'mm', [0.5, 3], 'half thickness of the slab looked at'),
  bronchusLeastGain: parameter(30, '1', [0, 1000], 'what a ring must take off the squares, over the noise'),
  bronchusLeastLikeness: parameter(0.6, '1', [0, 1], 'share of the ring’s own contrast that the image shows'),
  bronchusMostLikeness: parameter(1.4, '1', [1, 4], 'brighter is a vessel or a lymph node'),
  bronchusLeastRatio: parameter(0.4, '1', [0, 1], 'lumen over the vessel beside it, at least'),
  bronchusMostWallLog: parameter(0.6, '1', [0.1, 2], 'ln thickness of the wall over the usual one, at most'),
  bronchusMostChange: parameter(0.25, '1', [0, 1], 'what the fit may change of the vessel’s radius'),
  bronchusMostLeft: parameter(0.35, '1', [0, 1], 'squares that the fitted ring may leave of what it explains'),
  bronchusHoldMm: parameter(4, 'mm', [1, 15], 'neighbours along the vessel that must show the same bronchus'),
  bronchusHoldShare: parameter(0.5, '1', [0, 1], 'so many of them'),
  bronchusSmoothingMm: parameter(2.5, 'mm', [0.5, 10], 'Gaussian width of the mean along the vessel'),
  bronchusRobustMm: parameter(0.2, 'mm', [0.02, 2], 'Cauchy scale of its place: 0.05 mm where it is seen well'),
  bronchusBridgeMm: parameter(2.3, 'mm', [0.5, 10], 'a bronchus goes on so far beyond the last station that shows it'),
} as const;
