/** A scene as a CT volume: drawn on a fine lattice, blurred by PSF and slice profile, with noise. */
import { piecesOf } from '../parallel';
import type { Parallel, Task } from '../parallel';
import { sharedInt16, voxelCount } from '../volume';
import type { Geometry, Volume } from '../volume';
import { blurBuffers, blurOf, blurPlane } from './blur';
import { latticeOf, planesOfSlice } from './lattice';
import { addNoise } from './noise';
import type { ScanOptions } from './options';
import { paintSolids, solidPlanes } from './paint-solids';
import { paintTubes, piecesBetween, tubeBuffers } from './paint-tubes';
import type { Scene } from './scene';

interface RenderInput {
  readonly scene: Scene;
  readonly scan: ScanOptions;
  readonly geometry: Geometry;
  readonly seed: number;
  /** The volume; each piece writes its own slices. */
  readonly hu: Int16Array;
}

/** Slices a piece: enough that the planes shared with the next piece are a small part. */
const sliceStep = 16;

/** Slices from … to of the volume. */
export const renderTask: Task<RenderInput, null> = {
  id: 'phantom/render',
  run: ({ scene, scan, geometry, seed, hu }, piece) => {
    const lattice = latticeOf(scan, geometry);
    const blur = blurOf(scan, lattice);
    const buffers = blurBuffers(scan, lattice);
    const solids = solidPlanes(scene, lattice);
    const cover = tubeBuffers(lattice);
    const plane = new Float32Array(lattice.columns * lattice.rows);
    const pixels = scan.columns * scan.rows;
    const slices = Array.from({ length: piece.to - piece.from }, () => new Float32Array(pixels));
    const first = planesOfSlice(lattice, piece.from)[0];
    const last = planesOfSlice(lattice, piece.to - 1)[1];
    const height = (p: number): number => lattice.firstZ + p * lattice.stepZMm;
    const { motion } = scene;
    const moves = motion !== null && height(first) < motion.belowMm;
    const phases = (moves ? motion.phases : [{ tubes: scene.tubes, share: 1 }]).map((phase) => ({
      ...phase,
      byKind: piecesBetween(phase.tubes, height(first), height(last)),
    }));
    const still = new Float32Array(phases.length > 1 ? plane.length : 0);
    const mean = new Float32Array(still.length);
    for (let p = first; p < last; p += 1) {
      const users = slices.flatMap((slice, s) => {
        const weight = blur.across[p - planesOfSlice(lattice, piece.from + s)[0]];
        return weight > 1e-6 ? [{ slice, weight }] : [];
      });
      if (users.length === 0) continue;
      paintSolids(scene, lattice, solids, height(p), plane);
      if (phases.length === 1) {
        paintTubes(scene.tubes, scene.tubeHu, lattice, phases[0].byKind, height(p), cover, plane);
      } else {
        still.set(plane);
        mean.fill(0);
        for (const { tubes, byKind, share } of phases) {
          plane.set(still);
          paintTubes(tubes, scene.tubeHu, lattice, byKind, height(p), cover, plane);
          addWeighted(mean, share, plane);
        }
        plane.set(mean);
      }
      blurPlane(plane, scan, lattice, blur, buffers);
      for (const { slice, weight } of users) addWeighted(slice, weight, buffers.pixels);
    }
    slices.forEach((slice, s) => {
      addNoise(slice, scan, seed, piece.from + s);
      store(slice, scan, hu.subarray((piece.from + s) * pixels, (piece.from + s + 1) * pixels));
    });
    return null;
  },
};

export async function render(
  scene: Scene,
  scan: ScanOptions,
  geometry: Geometry,
  seed: number,
  parallel: Parallel,
): Promise<Volume> {
  const hu = sharedInt16(voxelCount(geometry));
  await parallel.map(renderTask, { scene, scan, geometry, seed, hu }, piecesOf(scan.slices, sliceStep));
  return { geometry, hu, paddingHu: scan.paddingHu };
}

function addWeighted(to: Float32Array, weight: number, from: Float32Array): void {
  for (let i = 0; i < to.length; i += 1) to[i] += weight * from[i];
}

/** Whole HU in −1024 … 3071; outside the reconstruction circle the padding value, where there is one. */
function store(slice: Float32Array, scan: ScanOptions, hu: Int16Array): void {
  const { columns, rows, paddingHu } = scan;
  const radius = Math.min(columns, rows) / 2;
  for (let j = 0; j < rows; j += 1) {
    const y = j - (rows - 1) / 2;
    for (let i = 0; i < columns; i += 1) {
      const x = i - (columns - 1) / 2;
      const at = j * columns + i;
      const outside = paddingHu !== null && x * x + y * y > radius * radius;
      hu[at] = outside ? paddingHu : Math.min(3071, Math.max(-1024, Math.round(slice[at])));
    }
  }
}
