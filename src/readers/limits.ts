/** What an archive or a file may be at most, so that a hostile one is refused before memory is taken. */
export const readLimits = {
  /** Of a header, at first; more is read when the parser needs it. */
  headerBytes: 64 * 1024,
  zipEntries: 20_000,
  /** Inflated bytes of an archive, declared or real. */
  archiveBytes: 8 * 2 ** 30,
  /** Inflated to deflated, for entries above `ratioFromBytes`: a black slice may shrink more, a scan never does. */
  inflateRatio: 200,
  ratioFromBytes: 16 * 2 ** 20,
  /** From so many inflated bytes on the ratio holds for what was read so far, too. */
  runningRatioFromBytes: 128 * 2 ** 20,
  /** One file held in memory: an enhanced CT of a thousand slices fits. */
  fileBytes: 2 * 2 ** 30,
} as const;
