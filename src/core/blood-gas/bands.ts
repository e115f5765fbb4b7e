/** Published limits that sort a value into a band. Limits count as "at most", as the definitions have them. */

export type OxygenBand = 'none' | 'mild' | 'moderate' | 'severe';

/** P/F after the Berlin definition (2012). */
export function oxygenBand(pfMmhg: number): OxygenBand {
  if (pfMmhg <= 100) return 'severe';
  if (pfMmhg <= 200) return 'moderate';
  return pfMmhg <= 300 ? 'mild' : 'none';
}

export type RoxBand = 'low_risk' | 'watch';

/** ROX from 4.88 on: low risk that high-flow oxygen fails (Roca 2019). */
export function roxBand(rox: number): RoxBand {
  return rox >= 4.88 ? 'low_risk' : 'watch';
}
