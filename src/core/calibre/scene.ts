/** The arrays that everything about stations reads. */
import type { Grid } from '../volume';
import type { StationIndex, Stations } from './stations';

/** On the lung box; nothing here is written. */
export interface Scene {
  readonly grid: Grid;
  readonly hu: Int16Array | Float32Array;
  /** Signed distance to the surface of the lung field in mm, and its marks; null for a volume without lungs. */
  readonly distanceMm: Float32Array | null;
  readonly labels: Uint8Array | null;
  readonly stations: Stations;
  /** Regional HU of parenchyma at each station. */
  readonly regionalHu: Float64Array;
  /** Where neighbours are part of the model; null in the first round. */
  readonly index: StationIndex | null;
}
