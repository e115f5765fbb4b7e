/**
 * The measurement, from a volume to BV5: reads like the contents of docs/method.md.
 *
 * A pure function of volume, header facts and parameters: the same bits in page, worker and Node, for any number
 * of threads. Volume-sized arrays alive at the most: the volume (the caller's), HU, distance and labels of the lung
 * box, and within `searchVessels` its ridge strength and smoothed HU, which end there.
 */
import { allowsBv5, judgeQuality, withholdFineCalibres } from './quality';
import { measureBloodVolume, measureIntervals, type BloodVolume } from './blood-volume';
import { differs, estimatePsf, sizeVessels, type Psf, type Vessel } from './calibre';
import { traceCentrelines, type Centreline } from './centrelines';
import type { Estimate, ScanEstimates } from './estimates';
import { done, refused, type Issue, type Outcome } from './issues';
import { refusals } from './issue-catalogue';
import { findLungs, UNCERTAIN, type LungField } from './lungs';
import { piecesOf, type Parallel } from './parallel';
import type { Parameters } from './parameters';
import { pixelHashTask, scanId, type Measured, type Measurement, type ScanFacts } from './result';
import type { StageId } from './stages';
import { startWatch, type Watch } from './stage-watch';
import { stationTable } from './station-table';
import { estimateBloodHu, estimateNoiseHu, findCandidates } from './vessels';
import { cropHu, shearDegrees, uncropLabels, type Volume } from './volume';

export interface ScanInput {
  readonly volume: Volume;
  readonly facts: ScanFacts;
  /** What reading the files has already noticed. */
  readonly scanIssues: readonly Issue[];
}

/** What the measurement is given by its host. */
export interface Run {
  readonly parallel: Parallel;
  /** Seconds from any fixed moment: only for the timing. */
  now(): number;
  onProgress(stage: StageId, fraction: number): void;
  /** The lung mask on the CT grid as soon as it is known. */
  onLungs?(mask: Uint8Array, rightMl: number | null, leftMl: number | null): void;
}

export async function measure(scan: ScanInput, parameters: Parameters, run: Run): Promise<Outcome<Measured>> {
  const { volume, facts, scanIssues } = scan;
  const { geometry } = volume;
  if (shearDegrees(geometry) > parameters.shearMostDegrees) {
    return refused(refusals.gantry_tilt_not_measured(shearDegrees(geometry)), scanIssues);
  }
  const watch = startWatch(run);

  const pixels = run.parallel.map(pixelHashTask, { hu: volume.hu }, piecesOf(1, 1));
  const lungStage = await watch('lungs', (report) => findLungs(volume, parameters, run.parallel, report));
  if (!lungStage.ok) return refused(lungStage.refusal, scanIssues);
  const lungs = lungStage.value;
  const lungMask = uncropLabels(visibleLabels(lungs), geometry.size, lungs.box);
  run.onLungs?.(lungMask, lungs.summary.rightMl, lungs.summary.leftMl);

  const hu = cropHu(volume.hu, geometry.size, lungs.box);
  const sized = await sizeAll(hu, lungs, parameters, run.parallel, watch);
  const { estimates } = sized;
  if (sized.vessels.every((vessel) => vessel.rejected !== null)) {
    return refused(refusals.no_vessels(estimates.detectionLimitMm2.value, estimates.noiseHu.value), scanIssues);
  }

  return watch('blood_volume', async (report) => {
    const d = geometry.direction;
    const bloodInput = {
      hu,
      lungs,
      vessels: sized.vessels,
      core: sized.core,
      bloodHu: estimates.bloodHu.value,
      noiseHu: estimates.noiseHu.value,
      psf: sized.psf,
      superior: [d[6], d[7], d[8]] as const,
    };
    const blood = await measureBloodVolume(bloodInput, parameters, run.parallel);
    report(0.6);
    if (!((blood.whole.volumes.tbvMl ?? 0) > 0)) {
      return refused<Measured>(
        refusals.no_vessels(estimates.detectionLimitMm2.value, estimates.noiseHu.value),
        scanIssues,
      );
    }
    const intervals = measureIntervals(blood, { lungs, estimates, psf: sized.psf, facts }, parameters);
    const range = intervals.percent.bv5;
    const quality = judgeQuality(
      {
        geometry,
        facts,
        estimates,
        lungs: lungs.summary,
        sharpening: sized.psf.sharpening,
        motionPercent: null,
        arteryVeinHu: sized.arteryVeinHu,
        bv5HalfWidthPoints: range === null ? null : (range[1] - range[0]) / 2,
      },
      parameters,
    );
    const pixelsSha256 = (await pixels)[0];
    const accepted = sized.vessels.filter((vessel) => vessel.rejected === null);
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
      issues: [...scanIssues, ...lungStage.issues, ...quality.issues],
    };
    report(1);
    return done<Measured>({
      measurement: allowsBv5(geometry, facts.sliceThicknessMm, parameters)
        ? measurement
        : withholdFineCalibres(measurement, parameters.bv10FromMm2),
      vesselMask: uncropLabels(blood.mask, geometry.size, lungs.box),
      lungMask,
      stations: stationTable(sized.vessels, blood.ledger, geometry, lungs.box),
      stageSeconds: watch.seconds(),
    });
  });
}

interface SizedScan {
  readonly vessels: readonly Vessel[];
  readonly psf: Psf;
  readonly estimates: ScanEstimates;
  readonly core: Uint8Array;
  readonly arteryVeinHu: number | null;
}

/** Estimates, candidates, centrelines, sizes; the search is made again where the measured blur is another. */
async function sizeAll(
  hu: Int16Array | Float32Array,
  lungs: LungField,
  parameters: Parameters,
  parallel: Parallel,
  watch: Watch,
): Promise<SizedScan> {
  const blood = await watch('vessels', () => estimateBloodHu(hu, lungs, parameters, parallel));
  const noise = await watch('vessels', () => Promise.resolve(estimateNoiseHu(hu, lungs, parameters).estimate));
  const bloodHu = blood.estimate.value;
  const scan = { hu, lungs, bloodHu, noiseHu: noise.value };
  const search = async (psf: Psf): Promise<{ lines: Centreline[]; core: Uint8Array; limit: Estimate }> => {
    const input = { hu, lungs, bloodHu, psfSigmaMm: psf.sigmaMm, psfSigmaZMm: psf.sigmaZMm };
    const found = await watch('vessels', () => findCandidates(input, parameters, parallel));
    const lines = await watch('centrelines', () => Promise.resolve(traceCentrelines(found, lungs.grid, parameters)));
    return { lines, core: found.core, limit: found.detectionLimitMm2 };
  };
  const assumed = startingPsf(lungs, parameters);
  let found = await search(assumed);
  const { lines } = found;
  const blur = await watch('calibre', () => estimatePsf(scan, lines, assumed, parameters, parallel), 0, 0.2);
  if (blur.measured && differs(blur.psf, assumed, parameters)) found = await search(blur.psf);
  const input = { ...scan, centrelines: found.lines, psf: blur.psf };
  const { vessels } = await watch('calibre', (report) => sizeVessels(input, parameters, parallel, report), 0.2);
  return {
    vessels,
    psf: blur.psf,
    core: found.core,
    arteryVeinHu: blood.arteryVeinHu,
    estimates: {
      bloodHu: blood.estimate,
      noiseHu: noise,
      psfSigmaMm: blur.sigmaMm,
      psfSigmaZMm: blur.sigmaZMm,
      detectionLimitMm2: found.limit,
    },
  };
}

/** What the first search assumes: a standard kernel and the voxels' own size; the measured blur replaces it. */
function startingPsf(lungs: LungField, parameters: Parameters): Psf {
  const [, , dz] = lungs.grid.spacingMm;
  return {
    sigmaMm: parameters.startPsfSigmaMm,
    sigmaZMm: Math.max(parameters.startPsfSigmaMm, parameters.startPsfSigmaZShare * dz),
    sharpening: 0,
    sharpeningWidth: parameters.sharpeningWidth,
  };
}

/** Labels without the marks that are never shown. */
function visibleLabels(lungs: LungField): Uint8Array {
  return lungs.labels.map((label) => label & (UNCERTAIN | 3));
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
