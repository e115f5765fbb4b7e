/** The 37 series with one geometry trap each: loaded right, split, or refused in the right words. */
import { describe, expect, it } from 'vitest';
import { refusals } from '../../src/core/issue-catalogue';
import { type Volume, worldToVoxel } from '../../src/core/volume';
import { type Opened, openFiles } from '../../src/readers';
import { memorySource, nodeHost } from '../readers/disk-source';
import { haveConformanceSets, type SeriesVolume, type TortureSeries, tortureSeries } from './manifest';

if (!haveConformanceSets) process.stdout.write('series: the reference data is absent, skipped\n');

describe.skipIf(!haveConformanceSets)('series with geometry traps', () => {
  it('loads, splits or refuses each series as listed', async () => {
    const { series, bytes } = tortureSeries();
    const wrong: string[] = [];
    for (const one of series) {
      const files = [...bytes]
        .filter(([path, content]) => path.startsWith(`${one.folder}/`) && !path.endsWith('/') && content !== undefined)
        .map(([path, content]) => memorySource(path.slice(one.folder.length + 1), content));
      const opened = await openFiles(files, nodeHost);
      if (!opened.ok) throw new Error(opened.refusal.message);
      const fault = await seriesFault(one, opened.value);
      if (fault !== null) wrong.push(`${one.id}: ${fault}`);
    }
    process.stdout.write(`series: ${series.length - wrong.length} of ${series.length} as listed\n`);
    expect(wrong).toEqual([]);
  }, 300_000);
});

async function seriesFault(one: TortureSeries, opened: Opened): Promise<string | null> {
  const { inventory } = opened;
  const usable = inventory.series.filter(({ refusal }) => refusal === null);
  const verdict = usable.length === 0 ? 'refuse' : usable.length === 1 ? 'load' : 'split';
  if (!one.acceptable.includes(verdict)) return `expected ${one.acceptable.join(' or ')}, got ${verdict}`;
  const silent = one.mustMention.find((word) => !saidToUser(opened, usable.length > 0).includes(word.toLowerCase()));
  if (one.mustMention.length > 0 && silent !== undefined && one.mustMention.every((word) => word === silent)) {
    return `says nothing of ${one.mustMention.join(' or ')}`;
  }
  const loaded: Volume[] = [];
  for (const { id } of usable) {
    const outcome = await opened.load(id);
    if (!outcome.ok) return outcome.refusal.message;
    loaded.push(outcome.value.volume);
  }
  if (verdict === 'refuse' || one.volumes.length === 0) return null;
  if (loaded.length !== one.volumes.length) return `${loaded.length} volumes instead of ${one.volumes.length}`;
  const missing = one.volumes.find((expected) => !loaded.some((volume) => matches(volume, expected)));
  return missing === undefined ? null : `no volume is ${missing.name}`;
}

/** What reaches the user who measures the first series. */
function saidToUser({ inventory }: Opened, measured: boolean): string {
  const [first] = inventory.series;
  const words =
    first === undefined ? [refusals.nothing_readable(inventory.files, inventory.leftOut)] : [...first.issues];
  if (first !== undefined && !measured && first.refusal !== null) words.push({ severity: 'error', ...first.refusal });
  return words
    .map(({ message, action }) => `${message} ${action}`)
    .join(' ')
    .toLowerCase();
}

function matches({ geometry, hu }: Volume, expected: SeriesVolume): boolean {
  const [nx, ny, nz] = geometry.size;
  if (nz !== expected.size[2] || hu.length !== nx * ny * nz) return false;
  return expected.probes.every(({ lps, hu: wanted, tolerance }) => {
    const [i, j, k] = worldToVoxel(geometry, ...lps).map(Math.round);
    return Math.abs(hu[(k * ny + j) * nx + i] - wanted) <= tolerance;
  });
}
