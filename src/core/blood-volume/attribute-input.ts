/** What the attribution of blood to vessels works on; big arrays on shared memory. */
import type { Stations, Psf } from '../calibre';
import type { Parameters } from '../parameters';
import type { Grid } from '../volume';
import type { Blocks } from './blocks';

export interface AttributeInput {
  readonly grid: Grid;
  readonly hu: Int16Array | Float32Array;
  readonly labels: Uint8Array;
  readonly distanceMm: Float32Array;
  /** VESSEL_CORE inside a core of thick vessels, LUMP in a lump. */
  readonly core: Uint8Array;
  readonly stations: Stations;
  /** A piece is a range of layers of blocks. */
  readonly blocks: Blocks;
  /** 1 where the branch counts, 0 where it was rejected. */
  readonly accepted: Uint8Array;
  /** 1 where it was rejected as a lump: its place is known, its shape is no tube's. */
  readonly isLump: Uint8Array;
  /** Background under each station, and blood in its vessel. */
  readonly backgroundHu: Float64Array;
  readonly bloodHu: Float64Array;
  /** For cores that no vessel is near to. */
  readonly meanBackgroundHu: number;
  readonly meanBloodHu: number;
  /** No voxel darker than this holds blood that no vessel reaches. */
  readonly gapFromHu: number;
  /** Label of each station's bin in the mask. */
  readonly label: Uint8Array;
  /** The thicker vessel's end that each station near a junction may lie in, see `thickerEnds`. */
  readonly thickerEnd: Int32Array;
  readonly psf: Psf;
  readonly noiseHu: number;
  readonly parameters: Parameters;
  /** Bin label of each voxel; every piece writes its own slices. */
  readonly mask: Uint8Array;
}
