/** What the measurement found out about the scan itself; handed from stage to stage as one value. */
export interface Estimate {
  readonly value: number;
  /** 5th and 95th percentile of what it may be. */
  readonly low: number;
  readonly high: number;
  /** In words and numbers: what it was taken from. */
  readonly how: string;
}

export interface ScanEstimates {
  readonly bloodHu: Estimate;
  /** Standard deviation of the point spread function within the slice plane, mm. */
  readonly psfSigmaMm: Estimate;
  /** Same along the slice normal, slice profile included, mm. */
  readonly psfSigmaZMm: Estimate;
  readonly noiseHu: Estimate;
  /** CSA above which at least half of the vessel length is found, mm². */
  readonly detectionLimitMm2: Estimate;
}
