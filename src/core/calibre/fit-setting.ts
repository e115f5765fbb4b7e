/** What all fits of a scan have in common. */
import type { Parameters } from '../parameters';
import type { Psf } from './tube-image';

export interface FitSetting {
  readonly psf: Psf;
  readonly noiseHu: number;
  /** Blur by which the windows of the fits are measured out, mm: the same for every trial of the blur. */
  readonly windowSigmaMm: number;
  readonly parameters: Parameters;
}
