/** Splits the slices of one series where they cannot form one volume: role, size, directions, kernel. */
import type { Vec3 } from '../volume';
import { imageRole, type ImageRole } from './image-role';
import type { Slice } from './slice';

export interface Difference {
  /** What differs, as a message names it. */
  readonly by: string;
  /** What it is in this part. */
  readonly value: string;
}

export interface Part {
  readonly slices: readonly Slice[];
  readonly role: ImageRole;
  /** In what it differs from the other parts of its series; empty where there is only one. */
  readonly differences: readonly Difference[];
}

interface Split {
  readonly by: string;
  readonly same: (a: Slice, b: Slice) => boolean;
  readonly value: (slice: Slice) => string;
}

const splits: readonly Split[] = [
  {
    by: 'geometry tags',
    same: (a, b) => faultOf(a) === faultOf(b),
    value: (slice) => faultOf(slice) ?? 'complete geometry tags',
  },
  {
    by: 'matrix',
    same: (a, b) => matrixOf(a) === matrixOf(b),
    value: (slice) => matrixOf(slice),
  },
  {
    by: 'PixelSpacing',
    same: (a, b) => near(pixelSpacing(a), pixelSpacing(b), 0.001),
    value: (slice) => `${pixelSpacing(slice).join(' × ')} mm`,
  },
  {
    // 0.002 is a tenth of a degree: rounded cosines pass
    by: 'orientation',
    same: (a, b) => near(cosines(a), cosines(b), 0.002),
    value: (slice) =>
      cosines(slice)
        .map((value) => Number(value.toFixed(4)))
        .join(', '),
  },
  {
    by: 'kernel',
    same: (a, b) => a.header.kernel === b.header.kernel,
    value: (slice) => slice.header.kernel ?? 'no kernel given',
  },
];

/** Parts of a series in a fixed order: the order of their first slices within each split. */
export function splitSeries(slices: readonly Slice[]): Part[] {
  const pictures = cluster(slices, (a, b) => kindOf(a) === kindOf(b));
  let parts = pictures.map((members): Part => {
    const roles = members.map(({ header }) => imageRole(header.imageType));
    return { slices: members, role: roles.find((role) => role !== 'original') ?? 'original', differences: [] };
  });
  for (const { by, same, value } of splits) {
    parts = parts.flatMap((part) => {
      const clusters = cluster(part.slices, same);
      if (clusters.length === 1) return [part];
      return clusters.map((members) => ({
        ...part,
        slices: members,
        differences: [...part.differences, { by, value: value(members[0]) }],
      }));
    });
  }
  return parts;
}

/** Puts each slice to the first cluster whose first member it equals. */
export function cluster(slices: readonly Slice[], same: (a: Slice, b: Slice) => boolean): Slice[][] {
  const clusters: Slice[][] = [];
  for (const slice of slices) {
    const home = clusters.find((members) => same(members[0], slice));
    if (home === undefined) clusters.push([slice]);
    else home.push(slice);
  }
  return clusters;
}

/** Slices, whether marked DERIVED or not, against scouts and reformats. */
function kindOf({ header }: Slice): ImageRole {
  const role = imageRole(header.imageType);
  return role === 'derived_slices' ? 'original' : role;
}

const faultOf = ({ header }: Slice): string | null => header.geometryFaults[0] ?? null;

const matrixOf = ({ image: { layout } }: Slice): string => `${layout.columns} × ${layout.rows}`;

function pixelSpacing({ header }: Slice): number[] {
  const spacing = header.pixelSpacingMm;
  return spacing === null ? [] : [spacing.betweenRows, spacing.betweenColumns];
}

function cosines({ header }: Slice): number[] {
  const orientation = header.orientation;
  const none: Vec3 = [0, 0, 0];
  return [...(orientation?.row ?? none), ...(orientation?.column ?? none)];
}

const near = (a: readonly number[], b: readonly number[], tolerance: number): boolean =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= tolerance);
