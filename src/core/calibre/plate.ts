/**
 * Whether a station lies in a plate: bright to both sides and along it as far as one looks, and dark off the plane.
 *
 * Fissures, bands of collapsed lung, scars and folded pleura are plates; a track in one fits a tube well once its
 * neighbours in the same plate are in the model, so the fit cannot tell. Vessels that meet fill no plane.
 */
import { cosines, directions, sines, type At } from './cross-plane';

/** Ways from the edge of the vessel at which the plane is looked at, and along the axis, mm. */
const asideMm = [0, 1.3, 2.6];
const alongMm = [-3, -1.5, 0, 1.5, 3];
/** A plate may bend so far from its plane, mm. */
const bendMm = [0, -0.8, 0.8];

/**
 * Share of places in the plane through the axis and direction `across` that are as bright as `least` (HU) and lie between
 * darker places off the plane. `radiusMm` and `sigmaMm` are those of the vessel and the blur.
 */
export function plateShare(at: At, across: number, radiusMm: number, sigmaMm: number, least: number): number {
  const [eu, ev] = [cosines[across], sines[across]];
  const normal = (across + directions / 4) % directions;
  const [nu, nv] = [cosines[normal], sines[normal]];
  const offMm = radiusMm + 2.2 * sigmaMm + 0.8;
  const edgeMm = radiusMm + 1.5 * sigmaMm + 0.2;
  let bright = 0;
  for (const side of [-1, 1]) {
    for (const aside of asideMm) {
      const u = side * (edgeMm + aside) * eu;
      const v = side * (edgeMm + aside) * ev;
      for (const w of alongMm) {
        if (!bendMm.some((off) => at(u + off * nu, v + off * nv, w) > least)) continue;
        const isThin = at(u + offMm * nu, v + offMm * nv, w) < least && at(u - offMm * nu, v - offMm * nv, w) < least;
        if (isThin) bright += 1;
      }
    }
  }
  return bright / (2 * asideMm.length * alongMm.length);
}
