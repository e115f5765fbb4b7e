/** The lungs of real scans, as their description says they lie. Needs the reference data. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { findLungs, LEFT, RIGHT } from '../../../src/core/lungs';
import type { LungField } from '../../../src/core/lungs';
import { inlineParallel } from '../../../src/core/parallel';
import { defaultParameters } from '../../../src/core/parameters';
import { worldToVoxel } from '../../../src/core/volume';
import type { Volume } from '../../../src/core/volume';
import { openFiles } from '../../../src/readers';
import { diskSource, nodeHost, sharedFolder } from '../../readers/disk-source';

const folder = join(sharedFolder, 'data/ct');
const have = existsSync(folder);
if (!have) process.stdout.write('lungs of real scans: the reference data are absent, skipped\n');

async function volumeOf(file: string): Promise<Volume> {
  const opened = await openFiles([diskSource(join(folder, file), file)], nodeHost);
  if (!opened.ok) throw new Error(opened.refusal.message);
  const loaded = await opened.value.load(opened.value.inventory.series[0].id);
  if (!loaded.ok) throw new Error(loaded.refusal.message);
  return loaded.value.volume;
}

async function lungsOf(volume: Volume): Promise<{ field: LungField; codes: readonly string[] }> {
  const outcome = await findLungs(volume, defaultParameters, inlineParallel(plainKernels));
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return { field: outcome.value, codes: outcome.issues.map((issue) => issue.code) };
}

function sideAt(volume: Volume, field: LungField, x: number, y: number, z: number): number {
  const { from, size } = field.box;
  const at = worldToVoxel(volume.geometry, x, y, z).map((v, a) => Math.round(v) - from[a]);
  const inside = at.every((v, a) => v >= 0 && v < size[a]);
  return inside ? field.labels[(at[2] * size[1] + at[1]) * size[0] + at[0]] & 3 : 0;
}

describe.skipIf(!have)('lungs of real scans', { timeout: 300_000 }, () => {
  it('finds both lungs of the thin chest CT, nothing cut off, the windpipe left out up to the last slice', async () => {
    const volume = await volumeOf('lidc-idri-0002.zip');
    const { field, codes } = await lungsOf(volume);
    const { rightMl, leftMl, meanHu, cutOff, uncertainMl } = field.summary;
    expect(codes).toEqual([]);
    expect(cutOff).toEqual([]);
    expect(uncertainMl).toBeLessThan(10);
    // air 5.13 L with the windpipe, and vessels on top of it
    expect((rightMl ?? 0) + (leftMl ?? 0)).toBeGreaterThan(5150);
    expect((rightMl ?? 0) + (leftMl ?? 0)).toBeLessThan(5450);
    expect(rightMl).toBeGreaterThan(leftMl ?? 0);
    expect(meanHu).toBeGreaterThan(-850);
    expect(meanHu).toBeLessThan(-810);
    expect(sideAt(volume, field, -80, -20, -180)).toBe(RIGHT);
    expect(sideAt(volume, field, 80, -20, -180)).toBe(LEFT);
    const [nx, ny] = field.box.size;
    const last = field.labels.subarray((229 - field.box.from[2]) * nx * ny, (230 - field.box.from[2]) * nx * ny);
    expect(last.some((label) => label !== 0)).toBe(false);
  });

  it('finds the right lung of the cropped CT, cut off in front and above, dense at the back', async () => {
    const volume = await volumeOf('ibsi-ct-phantom.nii.gz');
    const { field, codes } = await lungsOf(volume);
    expect(codes).toEqual(['left_lung_missing']);
    expect(field.summary.leftMl).toBeNull();
    expect(field.summary.rightMl).toBeGreaterThan(1000);
    expect(field.summary.cutOff).toEqual(['anterior', 'superior']);
    expect(field.summary.uncertainMl).toBeGreaterThan(100);
  });
});
