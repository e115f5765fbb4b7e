/**
 * How the fitted size answers to a wrong blur or a wrong blood HU, by calibre: for the intervals.
 *
 * The fit moves r (and the background) to make up for an error in what it takes as known. To first order
 * δr = −⟨E, Dr⟩/⟨Dr, Dr⟩ for an error image E, both freed of their mean over the fit's window; the products are
 * integrals over a round window, because the blur is taken as isotropic here.
 */
import { discAt, discWithGradient, makeDisc, prepareDisc } from './blurred-disc';

/** Relative change of CSA for a relative change of σ, and for a relative change of the contrast. */
export interface SizeResponse {
  readonly perSigma: number;
  readonly perContrast: number;
}

/** Response of a vessel of radius r (mm) under blur σ (mm) in a window of radius `windowMm`. */
export function sizeResponse(r: number, sigma: number, windowMm: number): SizeResponse {
  const disc = makeDisc();
  const wider = makeDisc();
  const narrower = makeDisc();
  const step = 0.01;
  prepareDisc(disc, r, sigma, sigma);
  prepareDisc(wider, r, sigma * (1 + step), sigma * (1 + step));
  prepareDisc(narrower, r, sigma * (1 - step), sigma * (1 - step));
  const gradient = new Float64Array(4);
  const n = 120;
  let area = 0;
  const sum = { slope: 0, blur: 0, level: 0 };
  const product = { slopeSlope: 0, slopeBlur: 0, slopeLevel: 0 };
  for (let k = 0; k < n; k += 1) {
    const rho = ((k + 0.5) / n) * windowMm;
    discWithGradient(disc, rho, 0, gradient);
    const [level, , , slope] = gradient;
    const blur = (discAt(wider, rho, 0) - discAt(narrower, rho, 0)) / (2 * step);
    area += rho;
    sum.slope += rho * slope;
    sum.blur += rho * blur;
    sum.level += rho * level;
    product.slopeSlope += rho * slope * slope;
    product.slopeBlur += rho * slope * blur;
    product.slopeLevel += rho * slope * level;
  }
  const own = product.slopeSlope - (sum.slope * sum.slope) / area;
  const blurred = product.slopeBlur - (sum.slope * sum.blur) / area;
  const levelled = product.slopeLevel - (sum.slope * sum.level) / area;
  return { perSigma: (-2 * blurred) / own / r, perContrast: (-2 * levelled) / own / r };
}
