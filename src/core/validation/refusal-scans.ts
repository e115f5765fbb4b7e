/** Scans that hold nothing to measure: heads, bellies, air, noise, chests without lungs or without vessels. */
import { random } from '../maths';
import { sharedInt16, voxelCount, voxelToWorld, type Geometry, type Vec3, type Volume } from '../volume';
import { measureVolume, noteOf, type Host } from './chest-trial';
import type { RefusalRecord } from './records';

export interface RefusalScan {
  readonly id: string;
  readonly title: string;
  readonly geometry: Geometry;
  /** HU at a point (LPS mm) before noise. */
  huAt(x: number, y: number, z: number): number;
  readonly noiseHu: number;
}

const cube = (n: number, mm: number): Geometry => ({
  size: [n, n, n],
  spacingMm: [mm, mm, mm],
  originMm: [(-(n - 1) / 2) * mm, (-(n - 1) / 2) * mm, (-(n - 1) / 2) * mm],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
});

/** Below 1 inside an ellipsoid. */
const within = (x: number, y: number, z: number, at: Vec3, axes: Vec3): boolean => {
  const [u, v, w] = [(x - at[0]) / axes[0], (y - at[1]) / axes[1], (z - at[2]) / axes[2]];
  return u * u + v * v + w * w < 1;
};

const air = -1000;
const tall = 1e4;

function headHu(x: number, y: number, z: number): number {
  const onNeck = z < -60 && within(x, y, 0, [0, 15, 0], [58, 62, tall]);
  if (!onNeck && !within(x, y, z, [0, 0, 10], [76, 96, 112])) return air;
  // nose, sinuses, mouth, throat, mastoids
  const gas =
    within(x, y, z, [0, -70, -20], [14, 22, 24]) ||
    within(Math.abs(x), y, z, [28, -58, -30], [14, 16, 18]) ||
    within(x, y, 0, [0, -12, 0], [8, 7, z < -20 ? tall : 1]) ||
    within(Math.abs(x), y, z, [58, 22, -35], [7, 10, 12]);
  if (gas) return air;
  if (within(x, y, z, [0, 0, 14], [66, 86, 102])) return 36;
  if (within(x, y, z, [0, 0, 14], [72, 92, 108])) return 900;
  return 40;
}

function abdomenHu(x: number, y: number, z: number): number {
  if (!within(x, y, 0, [0, 0, 0], [158, 108, tall])) return air;
  if (!within(x, y, 0, [0, 0, 0], [142, 92, tall])) return -100;
  if (within(x, y, 0, [0, 62, 0], [22, 20, tall])) return 280;
  const gas =
    within(x, y, z, [-90, -30, 20], [24, 26, 60]) ||
    within(x, y, z, [85, -20, -10], [22, 24, 70]) ||
    within(x, y, z, [10, -60, 50], [70, 16, 22]) ||
    within(x, y, z, [40, -40, 90], [40, 26, 28]);
  if (gas) return -980;
  if (within(x, y, z, [-70, 10, 80], [80, 70, 75])) return 60;
  return within(Math.abs(x), y, z, [70, 50, 10], [26, 26, 52]) ? 35 : -20;
}

const bodyHu = (x: number, y: number): number => (within(x, y, 0, [0, 0, 0], [150, 105, tall]) ? 40 : air);

/** Two lungs, a windpipe and stems to nothing: parenchyma holds no vessel. */
function emptyLungsHu(x: number, y: number, z: number): number {
  const body = bodyHu(x, y);
  if (body < 0) return body;
  if (within(x, y, 0, [0, 6, 0], [9, 9, z > -10 ? tall : 1])) return -1000;
  return within(Math.abs(x), y, z, [74, 0, -10], [54, 76, 104]) ? -862 + 0.25 * y : body;
}

export const refusalScans: readonly RefusalScan[] = [
  { id: 'head', title: 'a head', geometry: cube(128, 2), huAt: headHu, noiseHu: 8 },
  { id: 'abdomen', title: 'an abdomen with gas in the bowel', geometry: cube(160, 2.2), huAt: abdomenHu, noiseHu: 15 },
  { id: 'air', title: 'air alone', geometry: cube(96, 2), huAt: () => air, noiseHu: 10 },
  { id: 'noise', title: 'a cube of noise', geometry: cube(96, 2), huAt: () => -400, noiseHu: 400 },
  { id: 'no-lungs', title: 'a body without lungs', geometry: cube(128, 2.6), huAt: bodyHu, noiseHu: 15 },
  { id: 'no-vessels', title: 'lungs without vessels', geometry: cube(160, 2), huAt: emptyLungsHu, noiseHu: 25 },
];

export function drawRefusalScan(scan: RefusalScan): Volume {
  const { geometry } = scan;
  const hu = sharedInt16(voxelCount(geometry));
  const dice = random(401, 17);
  const [nx, ny, nz] = geometry.size;
  let at = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1, at += 1) {
        const [x, y, z] = voxelToWorld(geometry, i, j, k);
        const value = scan.huAt(x, y, z) + scan.noiseHu * dice.normal();
        hu[at] = Math.min(3071, Math.max(-1024, Math.round(value)));
      }
    }
  }
  return { geometry, hu, paddingHu: null };
}

export async function runRefusals(host: Host): Promise<RefusalRecord> {
  const start = host.now();
  const scans: RefusalRecord['scans'][number][] = [];
  for (const scan of refusalScans) {
    const outcome = await measureVolume(drawRefusalScan(scan), scan.geometry.spacingMm[2], host);
    scans.push({ id: scan.id, title: scan.title, refusal: outcome.ok ? null : noteOf(outcome.refusal) });
  }
  return { kind: 'refusals', scans, seconds: host.now() - start };
}
