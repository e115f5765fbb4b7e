/**
 * The beat of the heart during a rotation: vessels and airways of the lower left lung stand in several places, each for
 * a share of the time. The image is the mean over them; the truth is the place in the middle.
 */
import { valueAt } from './coarse';
import { sharedFloat64 } from '../volume';
import type { CoarseGrid, Motion, Tubes } from './scene';

/** A chamber rests at either end of its beat and passes the middle quickly. */
const phases = [
  { offset: -1, share: 0.4 },
  { offset: 0, share: 0.2 },
  { offset: 1, share: 0.4 },
] as const;
/** Away from the ventricle: to the left, a little to the front and up. */
const way = [0.82, -0.3, 0.49] as const;
/** Full movement beside the heart, none this far from it, mm. */
const reachMm = 50;
/** Heights between which the movement fades, canonical mm. */
const [fadeFromMm, fadeToMm] = [95, 130];

/**
 * `amplitudeMm` is how far a vessel at the heart's surface is displaced to either side; `heartMm` the distance to the
 * left heart. Only what lies left of it moves.
 */
export function heartbeat(
  tubes: Tubes,
  amplitudeMm: number,
  scale: number,
  grid: CoarseGrid,
  heartMm: Float32Array,
): Motion {
  const shareAt = (x: number, y: number, z: number): number => {
    const near = unitRamp(1 - valueAt(grid, heartMm, x, y, z) / reachMm);
    const low = unitRamp((fadeToMm * scale - z) / ((fadeToMm - fadeFromMm) * scale));
    const left = unitRamp((x - 10 * scale) / (20 * scale));
    return smooth(near) * smooth(low) * smooth(left);
  };
  return {
    belowMm: fadeToMm * scale + 12,
    phases: phases.map(({ offset, share }) => {
      if (offset === 0) return { tubes, share };
      const pieces = sharedFloat64(tubes.pieces.length);
      pieces.set(tubes.pieces);
      for (let at = 0; at < pieces.length; at += 4) {
        const moved = offset * amplitudeMm * shareAt(pieces[at], pieces[at + 1], pieces[at + 2]);
        for (let axis = 0; axis < 3; axis += 1) pieces[at + axis] += moved * way[axis];
      }
      return { tubes: { ...tubes, pieces }, share };
    }),
  };
}

const unitRamp = (t: number): number => Math.min(1, Math.max(0, t));
const smooth = (t: number): number => t * t * (3 - 2 * t);
