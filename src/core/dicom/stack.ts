/**
 * Slices → an ordered stack with its affine, from positions and directions alone.
 *
 * Thickness, SliceLocation, InstanceNumber and PatientPosition are never asked. A stack whose slices
 * are shifted against each other (tilted gantry) keeps its sheared k axis. Gaps, changing spacing and
 * doubled positions are refused with the files and numbers.
 */
import { refusals } from '../issue-catalogue';
import type { Refusal } from '../issues';
import type { Geometry, Vec3 } from '../volume';
import { cross, dot } from './frame-header';
import { geometryLimits } from './geometry-limits';
import { mm, placeOf, type Slice } from './slice';
import { checkSteps } from './steps';

export interface Stack {
  /** In rising order along the normal (row × column) where positions allow, else as stored. */
  readonly slices: readonly Slice[];
  /** Null where no affine describes all slices. */
  readonly geometry: Geometry | null;
  /** Why the stack cannot be measured; null where it can. */
  readonly refusal: Refusal | null;
}

/**
 * Orders the slices of one group (same directions, matrix and pixel spacing) and fits the affine.
 * @param suspects files that were left out, named where a slice is missing
 */
export function buildStack(slices: readonly Slice[], suspects: readonly string[] = []): Stack {
  const faulty = slices.find((slice) => slice.header.geometryFaults.length > 0);
  if (faulty !== undefined) {
    const refusal = refusals.geometry_missing(faulty.header.geometryFaults[0], faulty.name);
    return { slices, geometry: null, refusal };
  }
  const normal = normalOf(slices[0]);
  const placed = slices
    .map((slice) => ({ slice, at: dot(positionOf(slice), normal) }))
    .toSorted((a, b) => a.at - b.at || compareNames(a.slice, b.slice));
  const sorted = placed.map(({ slice }) => slice);
  const first = sorted[0];
  if (sorted.length === 1) {
    return { slices: sorted, geometry: singleSlice(first), refusal: refusals.single_slice(first.name) };
  }
  const fit = fitLine(sorted.map(positionOf));
  const trouble = checkSteps(
    placed.map(({ at }) => at),
    (index) => `${sorted[index].name} (${placeOf(positionOf(sorted[index]), normal)})`,
    suspects,
  );
  if (trouble !== null) return { slices: sorted, geometry: null, refusal: trouble };
  const worst = sorted[fit.worst];
  if (fit.residualMm > toleranceMm(Math.sqrt(dot(fit.step, fit.step)))) {
    const what = `the slices are shifted sideways against each other, ${worst.name} lies ${mm(fit.residualMm)} off their line`;
    return { slices: sorted, geometry: null, refusal: refusals.geometry_not_trusted(what) };
  }
  const geometry = stackGeometry(first, fit, normal, sorted.length);
  return { slices: sorted, geometry, refusal: geometryLimits(geometry) };
}

/** Farthest that a slice may lie from its place on the fitted line: scanners round positions to 0.1 mm. */
function toleranceMm(spacingMm: number): number {
  return Math.max(0.06, 0.02 * spacingMm);
}

/** Places of slices along the normal of the first one, in mm. */
export function placesAlong(slices: readonly Slice[]): number[] {
  const normal = normalOf(slices[0]);
  return slices.map((slice) => dot(positionOf(slice), normal));
}

function normalOf(slice: Slice): Vec3 {
  const orientation = slice.header.orientation;
  if (orientation === null) throw new Error('a slice without orientation has no normal');
  return cross(orientation.row, orientation.column);
}

export function positionOf(slice: Slice): Vec3 {
  const position = slice.header.positionMm;
  if (position === null) throw new Error('a slice without position has no place');
  return position;
}

export const compareNames = (a: Slice, b: Slice): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.frame - b.frame;

interface LineFit {
  readonly origin: Vec3;
  /** From one slice to the next. */
  readonly step: Vec3;
  /** Largest distance of a slice from its place, and which slice it is. */
  readonly residualMm: number;
  readonly worst: number;
}

/** Least squares of position on index, coordinate by coordinate: rounding of single positions averages out. */
function fitLine(positions: readonly Vec3[]): LineFit {
  const n = positions.length;
  const middle = (n - 1) / 2;
  const mean: number[] = [0, 0, 0];
  const slope: number[] = [0, 0, 0];
  let weight = 0;
  positions.forEach((position, k) => {
    weight += (k - middle) * (k - middle);
    for (let axis = 0; axis < 3; axis += 1) {
      mean[axis] += position[axis] / n;
      slope[axis] += (k - middle) * position[axis];
    }
  });
  const step: Vec3 = [slope[0] / weight, slope[1] / weight, slope[2] / weight];
  const origin: Vec3 = [mean[0] - step[0] * middle, mean[1] - step[1] * middle, mean[2] - step[2] * middle];
  const squares = positions.map((position, k) =>
    position.reduce((sum, value, axis) => {
      const off = value - origin[axis] - step[axis] * k;
      return sum + off * off;
    }, 0),
  );
  const largest = Math.max(...squares);
  return { origin, step, residualMm: Math.sqrt(largest), worst: squares.indexOf(largest) };
}

function stackGeometry(first: Slice, fit: LineFit, normal: Vec3, n: number): Geometry {
  const along = dot(fit.step, normal);
  const sideways = Math.sqrt(Math.max(0, dot(fit.step, fit.step) - along * along));
  // less than 0.01 mm over the whole stack is rounding, not tilt
  const straight = sideways * (n - 1) < 0.01;
  const length = straight ? along : Math.sqrt(dot(fit.step, fit.step));
  const k: Vec3 = straight ? normal : [fit.step[0] / length, fit.step[1] / length, fit.step[2] / length];
  return geometryOf(first, fit.origin, k, length, n);
}

function singleSlice(slice: Slice): Geometry {
  return geometryOf(slice, positionOf(slice), normalOf(slice), slice.header.thicknessMm ?? 1, 1);
}

function geometryOf(slice: Slice, origin: Vec3, k: Vec3, spacingMm: number, n: number): Geometry {
  const { orientation, pixelSpacingMm } = slice.header;
  if (orientation === null || pixelSpacingMm === null) throw new Error('geometry was not checked');
  const { row, column } = orientation;
  return {
    size: [slice.image.layout.columns, slice.image.layout.rows, n],
    spacingMm: [pixelSpacingMm.betweenColumns, pixelSpacingMm.betweenRows, micrometres(spacingMm)],
    originMm: [micrometres(origin[0]), micrometres(origin[1]), micrometres(origin[2])],
    direction: [row[0], column[0], k[0], row[1], column[1], k[1], row[2], column[2], k[2]],
  };
}

/** Rounds to 1e-6 mm: what the sums of the fit leave behind is no information. */
const micrometres = (value: number): number => Math.round(value * 1e6) / 1e6;
