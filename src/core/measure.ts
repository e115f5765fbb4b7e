/**
 * The measurement, from a volume to BV5: reads like the contents of docs/method.md.
 *
 * A pure function of volume, header facts and parameters: the same bits in page, worker and Node, for any number
 * of threads. Volume-sized arrays alive at the most: the volume (the caller's, and a second one where that is not in
 * standard storage), HU, distance and labels of the lung box, and within `scanVessels` the ridge strength and smoothed HU, which end there.
 */
import { measureBloodVolume } from './blood-volume';
import { describeMeasurement } from './describe-measurement';
import { done, refused, type Issue, type Outcome, type Refusal } from './issues';
import { refusals } from './issue-catalogue';
import { findLungs, UNCERTAIN, type LungField } from './lungs';
import { piecesOf, type Parallel } from './parallel';
import type { Parameters } from './parameters';
import { pixelHashTask, type ScanFacts } from './result';
import { scanVessels } from './scan-vessels';
import type { StageId } from './stages';
import { startWatch } from './stage-watch';
import { stationTable, vesselAccount, type MeasuredVessels } from './vessel-account';
import {
  cropHu,
  labelsAsStored,
  shearDegrees,
  standardStorage,
  storedAs,
  voxelVolumeMm3,
  type Geometry,
  type Volume,
} from './volume';

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
  /** Memory in use by the whole program, only for the record. */
  memoryMb?(): number;
  /** The lung mask on the CT grid as soon as it is known. */
  onLungs?(mask: Uint8Array, rightMl: number | null, leftMl: number | null): void;
}

/** Refuses what cannot be measured: sheared or too short stacks, no lungs, no vessels above the detection limit. */
export async function measure(scan: ScanInput, parameters: Parameters, run: Run): Promise<Outcome<MeasuredVessels>> {
  const { facts, scanIssues } = scan;
  const asStored = scan.volume.geometry;
  const storage = standardStorage(asStored);
  const volume = storedAs(scan.volume, storage);
  const { geometry } = volume;
  const unfit = unfitStack(geometry, parameters);
  if (unfit !== null) return refused(unfit, scanIssues);
  const watch = startWatch(run);

  const pixels = run.parallel.map(pixelHashTask, { hu: scan.volume.hu }, piecesOf(1, 1));
  const lungStage = await watch('lungs', (report) => findLungs(volume, parameters, run.parallel, report));
  if (!lungStage.ok) return refused(lungStage.refusal, scanIssues);
  const lungs = lungStage.value;
  const lungMask = labelsAsStored(visibleLabels(lungs), asStored.size, lungs.box, storage);
  run.onLungs?.(lungMask, lungs.summary.rightMl, lungs.summary.leftMl);

  const hu = cropHu(volume.hu, geometry.size, lungs.box);
  const found = await scanVessels(hu, lungs, parameters, run.parallel, watch);
  const { vessels, core, psf, estimates } = found;
  const { noiseHu, detectionLimitMm2 } = estimates;
  const noVessels = (): Outcome<MeasuredVessels> =>
    refused(refusals.no_vessels(detectionLimitMm2.value, noiseHu.value), scanIssues);
  if (vessels.every((vessel) => vessel.rejected !== null)) return noVessels();

  return watch('blood_volume', async (report) => {
    const d = geometry.direction;
    const superior = [d[6], d[7], d[8]] as const;
    const blood = await measureBloodVolume(
      { hu: found.hu, lungs, vessels, core, noiseHu: noiseHu.value, psf, superior },
      parameters,
      run.parallel,
    );
    report(0.6);
    if (!((blood.whole.volumes.tbvMl ?? 0) > 0)) return noVessels();
    const measurement = await describeMeasurement(
      {
        geometry: asStored,
        facts,
        pixelsSha256: (await pixels)[0],
        lungs,
        found,
        blood,
        issues: [...scanIssues, ...lungStage.issues],
      },
      parameters,
      run.parallel,
    );
    const context = { lungs: { grid: lungs.grid, summary: lungs.summary }, estimates, psf, facts };
    const account = vesselAccount(vessels, blood.ledger, geometry, lungs.box.from, context);
    report(1);
    return done({
      measurement,
      vesselMask: labelsAsStored(blood.mask, asStored.size, lungs.box, storage),
      lungMask,
      stations: stationTable(account),
      account,
      stageSeconds: watch.costs(),
    });
  });
}

function unfitStack(geometry: Geometry, parameters: Parameters): Refusal | null {
  const shear = shearDegrees(geometry);
  if (shear > parameters.shearMostDegrees) return refusals.gantry_tilt_not_measured(shear);
  const { size, spacingMm } = geometry;
  const extentMm = (voxelVolumeMm3(geometry) * size[2]) / (spacingMm[0] * spacingMm[1]);
  return extentMm < parameters.extentLeastMm ? refusals.slab_too_short(extentMm, parameters.extentLeastMm) : null;
}

/** Labels without the marks that are never shown. */
function visibleLabels(lungs: LungField): Uint8Array {
  return lungs.labels.map((label) => label & (UNCERTAIN | 3));
}
