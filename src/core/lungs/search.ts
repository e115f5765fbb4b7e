/** The search for aerated lung: the scan cropped to the air in the body, airways out, pieces judged, sides parted. */
import type { Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { growAirways } from './airways';
import { bodyFrame } from './body';
import { boxAround, cropMask, cropScan } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { airInBody } from './outside';
import { selectLungs } from './select';
import { partSides } from './sides';
import { findTrachea } from './trachea';

export type Found =
  | {
      readonly ok: true;
      /** Cropped to the lungs and their surroundings; the masks are on it. */
      readonly scan: CoarseScan;
      readonly sides: Uint8Array;
      readonly airways: Uint8Array;
    }
  | { readonly ok: false; readonly largestAirMl: number };

export async function aeratedLungs(whole: CoarseScan, parameters: Parameters, parallel: Parallel): Promise<Found> {
  const frame = bodyFrame(whole, parameters);
  const everywhere = airInBody(whole, frame, parameters);
  const box = boxAround(everywhere.mask, whole, parameters.distanceReachMm);
  if (box === null) return { ok: false, largestAirMl: 0 };
  const scan = cropScan(whole, box);
  const air = {
    mask: cropMask(everywhere.mask, whole, box),
    bodySides: cropMask(everywhere.bodySides, whole, box),
  };
  const trachea = findTrachea(scan, air.mask, frame.middleX - box.from[0], parameters);
  const airways = growAirways(scan, air.mask, trachea, parameters);
  const lung = selectLungs(scan, air, airways, parameters);
  const lungBox = boxAround(lung.mask, scan, parameters.distanceReachMm);
  if (lung.ml < parameters.lungsMinimumMl || lungBox === null) return { ok: false, largestAirMl: lung.largestAirMl };
  const sides = await partSides(scan, lung.mask, whole, box, parameters, parallel);
  return {
    ok: true,
    scan: cropScan(scan, lungBox),
    sides: cropMask(sides, scan, lungBox),
    airways: cropMask(airways, scan, lungBox),
  };
}
