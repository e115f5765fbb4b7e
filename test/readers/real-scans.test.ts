/** Real CT series: what is listed, where the voxels lie, what is refused. Needs the reference data. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFiles } from '../../src/readers';
import { diskSource, nodeHost, sharedFolder } from './disk-source';

const folder = join(sharedFolder, 'data/ct');

describe.skipIf(!existsSync(folder))('real scans', () => {
  it('reads the thin chest CT with its affine and HU', async () => {
    const opened = await openFiles([diskSource(join(folder, 'lidc-idri-0002.zip'), 'lidc-idri-0002.zip')], nodeHost);
    if (!opened.ok) throw new Error(opened.refusal.message);
    const [series] = opened.value.inventory.series;
    expect(series.slices).toBe(230);
    expect(series.verdict).toBe('best');
    expect(series.geometry?.spacingMm[2]).toBe(1.25);
    expect(series.geometry?.originMm[2]).toBe(-315.75);
    const loaded = await opened.value.load(series.id);
    if (!loaded.ok) throw new Error(loaded.refusal.message);
    const { hu, paddingHu } = loaded.value.volume;
    expect(paddingHu).toBe(-3024);
    expect(hu).toBeInstanceOf(Int16Array);
    expect(hu.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
