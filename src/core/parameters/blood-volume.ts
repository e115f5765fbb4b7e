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

  intervalSamples: parameter(200, '1', [20, 5000], 'joint samples of an interval'),
  intervalSeed: parameter(1, '1', [0, 1e9], 'seed of the samples: the same scan has the same interval'),
  intervalWidening: parameter(
    1,
    '1',
    [0.5, 5],
    'factor on all half widths; to be fixed once on phantoms for 90 % coverage',
  ),
  bloodSdLeastHu: parameter(3, 'HU', [0, 50], 'blood HU from few thick vessels stands for all'),
  backgroundCommonSdHu: parameter(
    4,
    'HU',
    [0, 50],
    'error of the background common to all vessels: texture, tails of the blur',
  ),
  hilumSdMm: parameter(2, 'mm', [0, 10], 'error of the surface that closes the lung at the hilum'),
  hilumBandMm: parameter(10, 'mm', [1, 30], 'width of the band marked as near the hilum'),
  borderSdMm: parameter(0.5, 'mm', [0, 3], 'error of the lung surface elsewhere'),
  recallSd: parameter(0.015, '1', [0, 0.3], 'SD of missed or false blood of a bin'),
  recallLimitSd: parameter(0.25, '1', [0, 1], 'the same at the detection limit, falling with CSA'),
  recallFall: parameter(1.5, '1', [0.1, 10], 'how fast it falls: e^(−1.5 CSA/limit)'),
  modelThinMm: parameter(1.25, 'mm', [0.3, 2], 'slices up to here count as thin'),
  modelThickMm: parameter(3, 'mm', [1.5, 10], 'slices from here count as thick'),
  modelThinSdPoints: parameter(
    0.5,
    'points',
    [0, 5],
    'error of shares on phantoms that no other source explains, thin slices',
  ),
  modelThickSdPoints: parameter(1.5, 'points', [0, 10], 'the same for thick slices'),
  modelThinTbvSd: parameter(0.02, '1', [0, 0.3], 'error of TBV on phantoms that no other source explains, thin slices'),
  modelThickTbvSd: parameter(0.04, '1', [0, 0.3], 'the same for thick slices'),
} as const;
