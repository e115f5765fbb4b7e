/** What bronchi look like: their walls, and how wide they are for the artery they run with. */
import { exp, log } from '../../maths';
import type { Parameters } from '../../parameters';

/** Usual thickness of the wall of a lumen, mm. */
export const usualWallMm = (lumenMm: number, parameters: Parameters): number =>
  parameters.bronchusWallMm + parameters.bronchusWallShare * lumenMm;

/** Outer radius where the wall is e^q times as thick as usual, mm. */
export const outerMm = (lumenMm: number, q: number, parameters: Parameters): number =>
  lumenMm + exp(q) * usualWallMm(lumenMm, parameters);

/** Its derivatives by lumen and q. */
export const outerByLumen = (q: number, parameters: Parameters): number => 1 + exp(q) * parameters.bronchusWallShare;
export const outerByQ = (lumenMm: number, q: number, parameters: Parameters): number =>
  exp(q) * usualWallMm(lumenMm, parameters);

/** Of a wall between both radii, mm. */
export const wallQ = (lumenMm: number, outer: number, parameters: Parameters): number =>
  log((outer - lumenMm) / usualWallMm(lumenMm, parameters));

/** Radii of lumens looked for beside a vessel, over its own. */
export const lumenRatios = [0.4, 0.55, 0.75, 1, 1.35] as const;
