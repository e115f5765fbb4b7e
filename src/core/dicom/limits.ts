/** What a scan may be at most: checked before memory is taken. No number of the method, so no parameter of a result. */
export const dicomLimits = {
  /** Rows and columns. The largest CT matrix in use is 2048; 4096 leaves room. */
  maxMatrix: 4096,
  /** Slices of a series and frames of a file. */
  maxSlices: 4096,
  /** Fewer cannot hold a lung that is worth measuring. */
  minSlices: 8,
  maxVoxels: 2 ** 30,
  minSpacingMm: 0.2,
  maxSpacingMm: 10,
  /** A header is kilobytes; with functional groups of thousands of frames some megabytes. */
  maxHeaderBytes: 8 * 2 ** 20,
  maxSequenceDepth: 64,
} as const;
