/** One synthetic chest: made, measured, and compared with its truth in every figure that is validated. */
import { measureNaively, psfOfScan } from '../comparison';
import { measure, type Run } from '../measure';
import { defaultParameters } from '../parameters';
import type { Parallel } from '../parallel';
import { matchStations, scoreCentrelines, scoreMeasurement } from '../phantom';
import type { CalibreScore, ChestOptions, ChestTruth } from '../phantom';
import type { Measured, Measurement, ScanFacts } from '../result';
import type { Refusal } from '../issues';
import type { Volume } from '../volume';
import { csaAgreement, falseMl, openEndMm2, precisionByBin, recallByCalibre } from './centreline-figures';
import { diceOf, hilarSurface } from './lung-figures';
import type { Figures, MeasuredChest, NaiveChest, RefusalNote } from './records';

/** What the header of a synthetic scan says: the kernel is not named, so that it has to be measured. */
export const scanFacts = (sliceThicknessMm: number): ScanFacts => ({
  modality: 'CT',
  manufacturer: 'synthetic',
  model: null,
  kernel: null,
  contrastAgent: null,
  kvp: 120,
  seriesDescription: null,
  sliceThicknessMm,
  acquiredAt: null,
  patientId: null,
  files: 1,
});

/** Who runs a trial: threads and a clock in seconds. */
export interface Host {
  readonly parallel: Parallel;
  now(): number;
}

const runOf = (host: Host): Run => ({ parallel: host.parallel, now: () => host.now(), onProgress: () => {} });

/** Measures a volume as the program does, with its default parameters. */
export function measureVolume(volume: Volume, sliceThicknessMm: number, host: Host): ReturnType<typeof measure> {
  return measure({ volume, facts: scanFacts(sliceThicknessMm), scanIssues: [] }, defaultParameters, runOf(host));
}

export const noteOf = ({ code, message, exit }: Refusal): RefusalNote => ({ code, message, exit });

/** Measures a chest and compares; a refusal takes the place of the figures. */
export async function measureChest(
  volume: Volume,
  truth: ChestTruth,
  host: Host,
): Promise<{
  readonly measured: MeasuredChest | null;
  readonly naive: NaiveChest | null;
  readonly refusal: RefusalNote | null;
}> {
  const start = host.now();
  const outcome = await measureVolume(volume, truth.options.scan.sliceThicknessMm, host);
  if (!outcome.ok) return { measured: null, naive: null, refusal: noteOf(outcome.refusal) };
  const seconds = host.now() - start;
  const measured = compareChest(outcome.value, volume, truth, seconds);
  return { measured, naive: naiveChest(volume, outcome.value.lungMask, truth), refusal: null };
}

function compareChest(found: Measured, volume: Volume, truth: ChestTruth, seconds: number): MeasuredChest {
  const { measurement, stations } = found;
  const matched = matchStations(truth.stations, stations);
  const { percent, volumes } = measurement.intervals;
  return {
    figures: figuresOf(measurement, truth),
    lungs: {
      dice: diceOf(found.lungMask, truth.lungMask),
      ...hilarSurface(volume.geometry, found.lungMask, truth.lungMask, truth.vesselMask),
      uncertainPercent: measurement.lungs.uncertainPercent,
      cutOff: measurement.lungs.cutOff,
    },
    centrelines: {
      classes: scoreCentrelines(truth.stations, stations, matched).classes.map(closed),
      agreement: csaAgreement(truth.stations, stations, matched),
      recall: recallByCalibre(truth.stations, matched),
      precision: precisionByBin(stations, matched),
      falseMl: falseMl(stations, matched),
    },
    estimates: estimatesOf(measurement, truth.options),
    detectionLimitMm2: measurement.estimates.detectionLimitMm2.value,
    intervals: { ...percent, tbvMl: volumes.tbvMl },
    sources: measurement.intervals.sources,
    rejected: measurement.vessels.rejected,
    verdict: measurement.quality.verdict,
    issues: measurement.issues.map(({ code }) => code),
    seconds,
    stageSeconds: found.stageSeconds,
  };
}

function figuresOf(measurement: Measurement, truth: ChestTruth): Figures {
  const { percent, volumes, sides, lungs } = measurement;
  return {
    percent,
    volumes,
    score: scoreMeasurement(truth, {
      total: volumes,
      right: sides.right.volumes,
      left: sides.left.volumes,
      rightLungMl: lungs.rightMl,
      leftLungMl: lungs.leftMl,
    }),
  };
}

/** The naive pipeline on the same volume, in the lungs that BVX found. */
function naiveChest(volume: Volume, lungMask: Uint8Array, truth: ChestTruth): NaiveChest {
  const { total, right, left, stations } = measureNaively(volume, lungMask);
  const share = (ml: number): number | null => (total.tbvMl > 0 ? (100 * ml) / total.tbvMl : null);
  const percent = { bv5: share(total.bv5Ml), bv5To10: share(total.bv5To10Ml), bv10: share(total.bv10Ml) };
  const { classes, recall, precision } = scoreCentrelines(truth.stations, stations);
  const figures = { percent, volumes: total, score: scoreMeasurement(truth, { total, right, left }) };
  return { figures, recall, precision, classes: classes.map(closed) };
}

/** A record is JSON, which has no infinity. */
const closed = (one: CalibreScore): CalibreScore => ({ ...one, toMm2: Math.min(one.toMm2, openEndMm2) });

function estimatesOf({ estimates }: Measurement, { scan, blood }: ChestOptions): MeasuredChest['estimates'] {
  const beside = (name: keyof MeasuredChest['estimates'], truth: number): MeasuredChest['estimates'][typeof name] => {
    const { value, low, high } = estimates[name];
    return { value, low, high, truth };
  };
  return {
    bloodHu: beside('bloodHu', (blood.arteryHu + blood.veinHu) / 2),
    psfSigmaMm: beside('psfSigmaMm', scan.psfSigmaMm),
    psfSigmaZMm: beside('psfSigmaZMm', psfOfScan(scan).sigmaZMm),
    noiseHu: beside('noiseHu', scan.noiseHu),
  };
}
