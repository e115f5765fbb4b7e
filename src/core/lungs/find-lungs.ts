/**
 * The lung stage from end to end: coarse search, sides, closing over vessels, surface from the CT, and the field on
 * the CT grid with its summary.
 */
import { issues as catalogue, refusals } from '../issue-catalogue';
import { done, refused } from '../issues';
import type { Issue, Outcome } from '../issues';
import type { Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { voxelVolumeMm3 } from '../volume';
import type { Volume } from '../volume';
import { airlessLung } from './airless';
import type { AirlessLung } from './airless';
import { parenchymaBackground } from './background';
import type { Background } from './background';
import { closeSides } from './close-sides';
import { coarseScan, inCtOrder } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { cutFaces } from './cut-off';
import { fineLungs } from './field';
import type { FineLungs } from './field';
import { closeHilum } from './hilum';
import { withoutMasses } from './masses';
import { mediastinalDistance } from './mediastinal-face';
import { aeratedLungs } from './search';
import { sideDistance } from './side-distance';
import { fitToCt, signedDistance } from './surface';
import type { CoarseField, LungField, LungSummary } from './types';

/**
 * The lung field of a chest CT: sides, sub-voxel signed distance, regional background and summary.
 *
 * Works on any orientation of the grid, on cropped scans and on one lung alone. Refuses (`no_lungs`) where less than
 * `lungsMinimumMl` of lung is found. `onProgress` gets fractions of the stage, rising to 1.
 */
export async function findLungs(
  volume: Volume,
  parameters: Parameters,
  parallel: Parallel,
  onProgress: (fraction: number) => void = () => {},
): Promise<Outcome<LungField>> {
  const whole = await coarseScan(volume, parameters, parallel);
  onProgress(0.1);
  const found = await aeratedLungs(whole, parameters, parallel);
  if (!found.ok) return refused(refusals.no_lungs(found.largestAirMl / 1000));
  const { scan } = found;
  onProgress(0.4);
  const { sides, stems, masses, uncertain } = await closeSides(scan, found.sides, found.airways, parameters, parallel);
  const start = await signedDistance(sides, scan, parameters, parallel);
  onProgress(0.5);
  const surface = await fitToCt(volume, scan, start, parameters, parallel);
  const closed = closeHilum(scan, surface, stems, parameters);
  const distanceMm = await withoutMasses(scan, closed, masses, parameters, parallel);
  const airless = airlessLung(scan, sides, parameters);
  onProgress(0.7);
  const withAirless = Uint8Array.from(sides, (side, n) => (side === 0 ? airless.mask[n] : side));
  const sideMm = await sideDistance(scan, withAirless, parallel, parameters.sideReachMm);
  const background = await parenchymaBackground(scan, distanceMm, found.airways, parameters, parallel);
  onProgress(0.8);
  const fine = await fineLungs(
    volume,
    scan,
    {
      distanceMm,
      sideMm,
      hilumMm: mediastinalDistance(scan, distanceMm, sideMm, stems, parameters),
      uncertain: Float32Array.from(uncertain),
      // a mass that lung goes round is dense lung or a tumour in it
      airless: distanceMm.map((mm, n) => (airless.mask[n] !== 0 || (closed[n] < 0 && mm >= 0) ? 1 : 0)),
    },
    parameters,
    parallel,
  );
  onProgress(1);
  const summary = summarise(volume, scan, distanceMm, fine, parameters);
  return done(
    {
      box: fine.box,
      grid: { size: fine.box.size, spacingMm: volume.geometry.spacingMm },
      labels: fine.labels,
      distanceMm: fine.distanceMm,
      background: inBoxFrame(volume, background, fine),
      summary,
    },
    lungIssues(summary, airless.missingMl, parameters),
  );
}

function summarise(
  volume: Volume,
  scan: CoarseScan,
  distanceMm: Float32Array,
  fine: FineLungs,
  parameters: Parameters,
): LungSummary {
  const voxelMl = voxelVolumeMm3(volume.geometry) / 1000;
  const { right, left, uncertain, hu } = fine.sums;
  const faces = cutFaces(volume, scan, distanceMm, fine, parameters);
  const least = parameters.smallerLungShare * (right + left) * 0.1;
  return {
    rightMl: right > least ? right * voxelMl : null,
    leftMl: left > least ? left * voxelMl : null,
    meanHu: hu / Math.max(1, right + left),
    uncertainMl: uncertain * voxelMl,
    cutOff: faces.map((face) => face.direction),
    cutOffMm2: faces.map((face) => face.areaMm2),
  };
}

/** A lung that is missing, or of which a part seems to be: by its place beside the other one, or by its volume. */
function lungIssues(summary: LungSummary, missingMl: AirlessLung['missingMl'], parameters: Parameters): Issue[] {
  const { rightMl, leftMl, cutOff } = summary;
  if (rightMl === null) return [catalogue.lung_missing('right', leftMl ?? 0)];
  if (leftMl === null) return [catalogue.lung_missing('left', rightMl)];
  const { missingLungShare, leftToRightLeast, leftToRightMost } = parameters;
  // of a lung that the scan cuts, a part is missing for sure
  const ratio = cutOff.length > 0 ? 1 : leftMl / rightMl;
  const found: Issue[] = [];
  if (ratio > leftToRightMost || missingMl.right > missingLungShare * leftMl) {
    found.push(catalogue.lung_part_missing('right', rightMl, leftMl, missingMl.right));
  }
  if (ratio < leftToRightLeast || missingMl.left > missingLungShare * rightMl) {
    found.push(catalogue.lung_part_missing('left', leftMl, rightMl, missingMl.left));
  }
  return found;
}

function inBoxFrame(volume: Volume, background: Background, fine: FineLungs): CoarseField {
  const { values, grid, firstCtVoxel } = inCtOrder(background.grid, background.values);
  const { spacingMm } = volume.geometry;
  const offset = (axis: 0 | 1 | 2): number => (firstCtVoxel[axis] - fine.box.from[axis]) * spacingMm[axis];
  return { grid, offsetMm: [offset(0), offset(1), offset(2)], values };
}
