/** What the attribution of blood to vessels works on; big arrays on shared memory. */
import type { StationIndex, Stations, Psf } from '../calibre';
import type { Parameters } from '../parameters';
import type { Grid } from '../volume';

export interface AttributeInput {
  readonly grid: Grid;
  readonly hu: Int16Array | Float32Array;
  readonly labels: Uint8Array;
  readonly distanceMm: Float32Array;
  /** 1 inside a core of thick vessels. */
  readonly core: Uint8Array;
  readonly stations: Stations;
  readonly index: StationIndex;
  /** 1 where the branch counts, 0 where it was rejected. */
  readonly accepted: Uint8Array;
  readonly backgroundHu: Float64Array;
  /** Label of each station's bin in the mask. */
  readonly label: Uint8Array;
  readonly psf: Psf;
  readonly bloodHu: number;
  readonly noiseHu: number;
  readonly parameters: Parameters;
  /** Voxels of a block along x, y, z; a piece is a range of layers of blocks. */
  readonly block: readonly [number, number, number];
  /** Bin label of each voxel; every piece writes its own slices. */
  readonly mask: Uint8Array;
}
