/**
 * Whether a station lies in the wall of a bronchus: air beside it, and around that air a ring as bright as the station.
 *
 * An artery beside a bronchus has the same air and the same ring beside it, but outshines the ring: its
 * blurred peak is 1.5 to 3 times that of a wall of a third of the lumen's radius. A piece of wall does not.
 */
import { cosines, directions, sines, type At } from './cross-plane';

/** Beyond this no bronchus in the lung field reaches across, mm. */
const farthestMm = 14;
const stepMm = 0.4;
/** Share of the rays that may see less: the wall is thin towards neighbouring parenchyma, or another branch opens there. */
const openShare = 0.3;

/** What the station is taken for. */
export interface Edge {
  readonly radiusMm: number;
  readonly sigmaMm: number;
  /** Contrast of the station's own peak, HU. */
  readonly peakHu: number;
  readonly backgroundHu: number;
  /** Below is air. */
  readonly airHu: number;
}

/**
 * Brightness over the background of the wall around the air in direction `towards`, over that of the station:
 * seven of ten rays from the middle of the lumen see at least so much. 0 where the air has no far side.
 */
export function bronchusRing(at: At, towards: number, edge: Edge): number {
  const { radiusMm, sigmaMm, peakHu, backgroundHu, airHu } = edge;
  const [cu, cv] = [cosines[towards], sines[towards]];
  const near = crossing(at, 0, 0, cu, cv, radiusMm, (hu) => hu < airHu);
  if (near > radiusMm + 3) return 0;
  const far = crossing(at, 0, 0, cu, cv, near, (hu) => hu > airHu);
  if (far >= farthestMm) return 0;
  // the ray may have cut the lumen off its middle: half way of the chord square to it is nearer
  let [u, v] = [((near + far) / 2) * cu, ((near + far) / 2) * cv];
  const left = crossing(at, u, v, -cv, cu, 0, (hu) => hu > airHu);
  const right = crossing(at, u, v, cv, -cu, 0, (hu) => hu > airHu);
  const aside = Math.max(-farthestMm, Math.min(farthestMm, (left - right) / 2));
  [u, v] = [u - aside * cv, v + aside * cu];
  const apartMm = Math.sqrt(u * u + v * v);
  // rays towards the station see the station itself
  const own = Math.sqrt(Math.max(0, 1 - ((radiusMm + sigmaMm) / Math.max(apartMm, radiusMm + sigmaMm)) ** 2));
  const walls: number[] = [];
  for (let k = 0; k < directions; k += 1) {
    const cosine = -(cosines[k] * u + sines[k] * v) / Math.max(1e-9, apartMm);
    if (cosine > own) continue;
    walls.push(wallAt(at, u, v, cosines[k], sines[k], 2 * apartMm + 2, edge));
  }
  if (walls.length < directions / 2) return 0;
  walls.sort((a, b) => a - b);
  return (walls[Math.floor(openShare * walls.length)] - backgroundHu) / peakHu;
}

/** Way along a ray to the first place where `isThere`, `farthestMm` where there is none. */
function crossing(
  at: At,
  u: number,
  v: number,
  cu: number,
  cv: number,
  fromMm: number,
  isThere: (hu: number) => boolean,
): number {
  for (let t = fromMm; t < farthestMm; t += stepMm) if (isThere(at(u + t * cu, v + t * cv))) return t;
  return farthestMm;
}

/** Brightest HU of the wall on a ray from inside the lumen; air where there is no wall within reach. */
function wallAt(at: At, u: number, v: number, cu: number, cv: number, reachMm: number, edge: Edge): number {
  const inner = crossing(at, u, v, cu, cv, 0, (hu) => hu > edge.airHu);
  if (inner > reachMm) return edge.airHu;
  let brightest = edge.airHu;
  for (let t = inner; t < inner + 1.2 + 2 * edge.sigmaMm; t += stepMm) {
    brightest = Math.max(brightest, at(u + t * cu, v + t * cv));
  }
  return brightest;
}
