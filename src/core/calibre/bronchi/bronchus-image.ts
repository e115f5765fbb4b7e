/**
 * The image of a bronchus across its axis: a soft ring about air, blurred like everything else.
 *
 * Over the lung around it, it shows wall · (O − L) + air · L, with O and L the blurred discs of its outer surface and of its
 * lumen. Where the lumen is about as wide as the blur, the air does not show, and the ring is a pale blot beside the artery.
 */
import { bronchusNodes, bronchusValues, type BronchusWork } from '../../kernels';
import type { Parameters } from '../../parameters';
import { makeTubeImage, prepareTube, tubeWithGradient, writeTube, type Psf, type TubeImage } from '../tube-image';

export interface BronchusImage {
  readonly outer: TubeImage;
  readonly lumen: TubeImage;
  /** HU of wall and of air over those of the lung around. */
  wallHu: number;
  airHu: number;
  readonly outerGradient: Float64Array;
  readonly lumenGradient: Float64Array;
}

export function makeBronchusImage(): BronchusImage {
  return {
    outer: makeTubeImage(),
    lumen: makeTubeImage(),
    wallHu: 0,
    airHu: 0,
    outerGradient: new Float64Array(4),
    lumenGradient: new Float64Array(4),
  };
}

/** Writes the image for the kernels. */
export function writeRing(
  { values, nodes }: BronchusWork,
  size: { readonly lumenMm: number; readonly outerMm: number },
  tangentZ: number,
  psf: Psf,
  backgroundHu: number,
  parameters: Parameters,
): void {
  values[bronchusValues.wallHu] = parameters.bronchusWallHu - backgroundHu;
  values[bronchusValues.innerHu] = parameters.bronchusAirHu - parameters.bronchusWallHu;
  nodes.set(writeTube(values, bronchusValues.outer, size.outerMm, tangentZ, psf), bronchusNodes.outer);
  nodes.set(writeTube(values, bronchusValues.lumen, size.lumenMm, tangentZ, psf), bronchusNodes.lumen);
}

/** Prepares it for one size, direction and lung around; `contrast` in HU over that lung. */
export function prepareBronchus(
  image: BronchusImage,
  size: { readonly lumenMm: number; readonly outerMm: number },
  tangentZ: number,
  psf: Psf,
  contrast: { readonly wallHu: number; readonly airHu: number },
): void {
  prepareTube(image.outer, size.outerMm, tangentZ, psf);
  prepareTube(image.lumen, size.lumenMm, tangentZ, psf);
  image.wallHu = contrast.wallHu;
  image.airHu = contrast.airHu;
}

/** HU over the lung at (u, v) mm from the axis, and its derivatives by u, v, lumen and outer radius, into out[0 … 4]. */
export function bronchusWithGradient(image: BronchusImage, u: number, v: number, out: Float64Array): void {
  const { outer, lumen, wallHu, airHu, outerGradient, lumenGradient } = image;
  tubeWithGradient(outer, u, v, outerGradient);
  tubeWithGradient(lumen, u, v, lumenGradient);
  const inner = airHu - wallHu;
  for (let i = 0; i < 3; i += 1) out[i] = wallHu * outerGradient[i] + inner * lumenGradient[i];
  out[3] = inner * lumenGradient[3];
  out[4] = wallHu * outerGradient[3];
}
