/** From what the stages found to the one record of a measurement: intervals, quality, figures of the lungs. */
import { measureIntervals, type BloodVolume } from './blood-volume';
import { issues } from './issue-catalogue';
import type { Issue } from './issues';
import type { LungField } from './lungs';
import type { Parallel } from './parallel';
import type { Parameters } from './parameters';
import { allowsBv5, judgeQuality, withholdFineCalibres } from './quality';
import { scanId, type Measurement, type ScanFacts } from './result';
import type { FoundVessels } from './scan-vessels';
import type { Geometry } from './volume';

interface Findings {
  readonly geometry: Geometry;
  readonly facts: ScanFacts;
  readonly pixelsSha256: string;
  readonly lungs: LungField;
  readonly found: FoundVessels;
  readonly blood: BloodVolume;
  /** Noticed by the readers and the lung stage. */
  readonly issues: readonly Issue[];
}

/** Without BV5 where the slices are too thick for it. */
export async function describeMeasurement(
  findings: Findings,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Measurement> {
  const { geometry, facts, pixelsSha256, lungs, found, blood } = findings;
  const { estimates, psf, arteryVeinHu } = found;
  const intervals = await measureIntervals(blood, { lungs, estimates, psf, facts }, parameters, parallel);
  const range = intervals.percent.bv5;
  const quality = judgeQuality(
    {
      geometry,
      facts,
      estimates,
      lungs: lungs.summary,
      sharpening: psf.sharpening,
      // double edges are not looked for yet: an unknown is not listed as a check
      motionPercent: null,
      arteryVeinHu,
      bv5HalfWidthPoints: range === null ? null : (range[1] - range[0]) / 2,
    },
    parameters,
  );
  const accepted = found.vessels.filter((vessel) => vessel.rejected === null);
  const measurement: Measurement = {
    geometry,
    pixelsSha256,
    scanId: scanId(pixelsSha256, geometry),
    estimates,
    lungs: lungFigures(lungs),
    volumes: { ...blood.whole.volumes, ...hilumAndDensity(blood, lungs) },
    percent: blood.whole.percent,
    intervals,
    sides: blood.sides,
    zones: blood.zones,
    histogram: blood.histogram,
    vessels: {
      branches: accepted.length,
      stations: accepted.reduce((sum, vessel) => sum + vessel.csaMm2.length, 0),
      lengthMm: accepted.reduce((sum, vessel) => sum + vessel.lengthsMm.reduce((a, b) => a + b, 0), 0),
      rejected: blood.rejected,
    },
    quality: { verdict: quality.verdict, checks: quality.checks },
    issues: [...findings.issues, ...quality.issues, ...volumesApart(blood, parameters)],
  };
  const withBv5 = allowsBv5(geometry, facts.sliceThicknessMm, parameters);
  return withBv5 ? measurement : withholdFineCalibres(measurement, parameters.bv10FromMm2);
}

/** Where the blood of a bin is not what the size and length of its vessels say. */
function volumesApart({ whole, rendered }: BloodVolume, parameters: Parameters): Issue[] {
  const bins = [
    ['BV5', whole.volumes.bv5Ml, rendered.bv5Ml],
    ['BV5–10', whole.volumes.bv5To10Ml, rendered.bv5To10Ml],
    ['BV10', whole.volumes.bv10Ml, rendered.bv10Ml],
  ] as const;
  return bins.flatMap(([name, attributedMl, renderedMl]) => {
    if (attributedMl === null || renderedMl === null) return [];
    const apart = Math.abs(attributedMl - renderedMl);
    const isFar = apart > parameters.volumesApartLeastMl && apart > parameters.volumesApartShare * attributedMl;
    return isFar ? [issues.volumes_disagree(name, attributedMl, renderedMl)] : [];
  });
}

function lungFigures({ summary }: LungField): Measurement['lungs'] {
  const { rightMl, leftMl } = summary;
  const totalMl = (rightMl ?? 0) + (leftMl ?? 0);
  return {
    totalMl,
    leftMl,
    rightMl,
    meanHu: summary.meanHu,
    uncertainPercent: (100 * summary.uncertainMl) / totalMl,
    cutOff: summary.cutOff,
  };
}

function hilumAndDensity(
  { whole, tbvWithoutHilumMl }: BloodVolume,
  { summary }: LungField,
): Pick<Measurement['volumes'], 'tbvWithoutHilumMl' | 'tbvMlPerL'> {
  const litres = ((summary.rightMl ?? 0) + (summary.leftMl ?? 0)) / 1000;
  const { tbvMl } = whole.volumes;
  return { tbvWithoutHilumMl, tbvMlPerL: tbvMl === null ? null : tbvMl / litres };
}
