/** What all fits of a scan have in common. */
import type { Parameters } from '../parameters';
import type { Psf } from './tube-image';

export interface FitSetting {
  readonly psf: Psf;
  readonly bloodHu: number;
  readonly noiseHu: number;
  readonly parameters: Parameters;
}
