/** Numbers of the stage "blood volume": voxels to vessels, parts of the lung, intervals. */
import { parameter } from './parameter';

export const bloodVolumeParameters = {
  windowSigmasOfVolume: parameter(1.8, '1', [1, 4], 'blood is summed out to radius + 1.8 σ: 96–99 % of a vessel'),
  tailSigmas: parameter(4, '1', [2, 6], 'beyond the window the modelled tail is added out to here'),
  attributeLeastContrastHu: parameter(80, 'HU', [20, 300], 'least contrast of blood over background in a blood share'),
  coreClipNoises: parameter(3, '1', [0, 10], 'blood share in a core at most 1 + 3 noises: bone and metal are cut off'),
  coreReachMm: parameter(12, 'mm', [2, 30], 'a core further from every vessel axis joins no tree'),
  gapLeastShare: parameter(0.5, '1', [0.2, 1], 'blood share of a voxel that no vessel reaches but one must own'),
  gapReachMm: parameter(3, 'mm', [0, 10], 'such a voxel goes to a vessel surface so near'),
  gapDepthMm: parameter(1, 'mm', [0, 5], 'and only so deep under the pleura'),
  gapRejectedShare: parameter(0.3, '1', [0, 1], 'and not where a rejected branch or the chest wall claims more'),
  borderShellMm: parameter(1, 'mm', [0.2, 5], 'shell in which the blood under the surface is summed, for the interval'),
  peelMm: parameter(15, 'mm', [5, 30], 'depth under the surface that divides peel from core of the lung'),
} as const;
