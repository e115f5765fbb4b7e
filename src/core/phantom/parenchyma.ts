/** HU of the lung between the visible vessels: gravity, texture, and what disease adds to it. */
import { cbrt, random } from '../maths';
import type { Random } from '../maths';
import { newField, nodeCount } from './coarse';
import type { ChestOptions } from './options';
import type { CoarseGrid } from './scene';

/** Depth over which a hazy patch fades, mm. */
const fadeMm = 6;
/** Depth over which airless lung passes into aerated lung, in units of its height in the body. */
const edgeOfAirless = 0.06;

/** A value a node of the coarse grid; `distanceMm` is that to the nearer lung (negative inside). */
export function parenchymaHu(options: ChestOptions, grid: CoarseGrid, distanceMm: Float32Array): Float32Array {
  const field = newField(grid);
  texture(options, grid, field);
  const { groundGlass, consolidation } = options.disease;
  const inside: number[] = [];
  // nodes just outside count for what lies between them and the lung
  const rim: number[] = [];
  for (let at = 0; at < nodeCount(grid); at += 1) {
    if (distanceMm[at] < 0) inside.push(at);
    else if (distanceMm[at] < 2 * grid.stepMm) rim.push(at);
  }
  if (groundGlass !== null) {
    const haze = hazePatches(grid, inside, groundGlass.fraction, random(options.seed, 310));
    for (const at of [...inside, ...rim]) field[at] += groundGlass.addedHu * haze[at];
  }
  if (consolidation !== null) {
    airless(grid, inside, rim, consolidation.fraction, random(options.seed, 311), (at, share) => {
      field[at] += share * (consolidation.hu - field[at]);
    });
  }
  return field;
}

function texture(options: ChestOptions, grid: CoarseGrid, field: Float32Array): void {
  const draw = random(options.seed, 300);
  const [nx, ny] = grid.size;
  const { lung } = options;
  let before = 0;
  for (let at = 0; at < field.length; at += 1) {
    const y = grid.originMm[1] + (Math.floor(at / nx) % ny) * grid.stepMm;
    const now = draw.normal();
    // a node takes after the one before it: patches of some 5 mm
    field[at] = lung.parenchymaHu + lung.gravityHuPerMm * y + lung.textureHu * 0.9 * (now + 0.5 * before);
    before = now;
  }
}

/** 0 … 1: round patches, 10 to 35 mm in 5 L of lung, until they hold the share of the lung asked for. */
function hazePatches(grid: CoarseGrid, inside: readonly number[], fraction: number, draw: Random): Float32Array {
  const haze = new Float32Array(nodeCount(grid));
  const [nx, ny] = grid.size;
  let covered = 0;
  const lungMm = grid.stepMm * cbrt(inside.length);
  for (let patch = 0; patch < 4000 && covered < fraction * inside.length; patch += 1) {
    const centre = inside[draw.integer(inside.length)];
    const radiusMm = lungMm * (0.06 + 0.145 * draw.uniform());
    const reach = Math.ceil((radiusMm + fadeMm) / grid.stepMm);
    const [ci, cj, ck] = [centre % nx, Math.floor(centre / nx) % ny, Math.floor(centre / (nx * ny))];
    for (let k = Math.max(0, ck - reach); k <= Math.min(grid.size[2] - 1, ck + reach); k += 1) {
      for (let j = Math.max(0, cj - reach); j <= Math.min(ny - 1, cj + reach); j += 1) {
        for (let i = Math.max(0, ci - reach); i <= Math.min(nx - 1, ci + reach); i += 1) {
          const d2 = (i - ci) * (i - ci) + (j - cj) * (j - cj) + (k - ck) * (k - ck);
          const depth = (radiusMm - Math.sqrt(d2) * grid.stepMm) / fadeMm + 0.5;
          const at = (k * ny + j) * nx + i;
          haze[at] = Math.max(haze[at], Math.min(1, Math.max(0, depth)));
        }
      }
    }
    covered = 0;
    for (const at of inside) covered += haze[at];
  }
  return haze;
}

/** The lowest and hindmost share of the lung, with an uneven front; calls `set` with how airless a node is. */
function airless(
  grid: CoarseGrid,
  inside: readonly number[],
  rim: readonly number[],
  fraction: number,
  draw: Random,
  set: (at: number, share: number) => void,
): void {
  const [nx, ny, nz] = grid.size;
  const waves = Array.from({ length: 6 }, () => [draw.normal(), draw.normal(), draw.normal(), 6 * draw.uniform()]);
  const score = (at: number): number => {
    const u = (at % nx) / nx;
    const v = (Math.floor(at / nx) % ny) / ny;
    const w = Math.floor(at / (nx * ny)) / nz;
    // triangle waves: cheap, bounded, no preferred place
    const uneven = waves.reduce((sum, [a, b, c, d]) => sum + triangle(2 * (a * u + b * v + c * w) + d), 0);
    return v - 0.8 * w + 0.03 * uneven;
  };
  const sorted = Float64Array.from(inside, score).toSorted();
  const limit = sorted[Math.min(inside.length - 1, Math.floor((1 - fraction) * inside.length))];
  for (const at of [...inside, ...rim]) {
    const share = (score(at) - limit) / edgeOfAirless + 0.5;
    if (share > 0) set(at, Math.min(1, share));
  }
}

/** −1 … 1, period 4. */
const triangle = (t: number): number => Math.abs((((t % 4) + 4) % 4) - 2) - 1;
