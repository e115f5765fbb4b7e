/**
 * Whether a voxel can be taken away without changing the topology of its object.
 *
 * Object 26-connected, background 6-connected; the voxel is simple when its object neighbours are one piece and its
 * background neighbours, faces and edges, are one piece as seen from the faces (Malandain and Bertrand, ICPR 1992).
 */

/** Bit of the neighbour at offset (a, b, c) ∈ {−1, 0, 1}³; 13 is the centre. */
export const bitOf = (a: number, b: number, c: number): number => (c + 1) * 9 + (b + 1) * 3 + a + 1;

const CENTRE = 1 << 13;
const ALL = (1 << 27) - 1;

interface Place {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly order: number;
}

const places: Place[] = [];
for (let c = -1; c <= 1; c += 1) {
  for (let b = -1; b <= 1; b += 1) {
    for (let a = -1; a <= 1; a += 1) places.push({ a, b, c, order: Math.abs(a) + Math.abs(b) + Math.abs(c) });
  }
}

const maskWhere = (keep: (place: Place) => boolean): number =>
  places.reduce((mask, place, bit) => (keep(place) ? mask | (1 << bit) : mask), 0);

const FACES = maskWhere(({ order }) => order === 1);
const FACES_AND_EDGES = maskWhere(({ order }) => order === 1 || order === 2);

const span = (p: Place, q: Place): { most: number; sum: number } => {
  const steps = [Math.abs(p.a - q.a), Math.abs(p.b - q.b), Math.abs(p.c - q.c)];
  return { most: Math.max(...steps), sum: steps[0] + steps[1] + steps[2] };
};

/** For each neighbour: those that touch it, the centre left out. */
const touching26 = Int32Array.from(places, (p) => maskWhere((q) => span(p, q).most === 1) & ~CENTRE);
/** For each neighbour: those that share a face with it, among faces and edges. */
const touching6 = Int32Array.from(places, (p) => maskWhere((q) => span(p, q).sum === 1) & FACES_AND_EDGES);

/** `around`: bits of the set voxels of the 3 × 3 × 3 neighbourhood; the centre does not matter. */
export function isSimple(around: number): boolean {
  const object = around & ~CENTRE;
  if (object === 0) return false;
  const background = ~around & ALL & FACES_AND_EDGES;
  const faces = background & FACES;
  if (faces === 0) return false;
  if ((faces & ~reach(faces & -faces, background, touching6)) !== 0) return false;
  return reach(object & -object, object, touching26) === object;
}

/** All of `within` that can be reached from the single bit `start`. */
function reach(start: number, within: number, touching: Int32Array): number {
  let reached = start;
  let open = start;
  while (open !== 0) {
    const bit = 31 - Math.clz32(open);
    open &= ~(1 << bit);
    const fresh = touching[bit] & within & ~reached;
    reached |= fresh;
    open |= fresh;
  }
  return reached;
}

/** Whether exactly one neighbour is set: the end of a line. */
export function isLineEnd(around: number): boolean {
  const object = around & ~CENTRE;
  return object !== 0 && (object & (object - 1)) === 0;
}
