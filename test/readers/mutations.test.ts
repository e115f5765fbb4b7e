/**
 * Seeded damage to the header of a valid file: every answer is right but a crash, a hang or a thrown
 * error. Some mutations leave a readable image; then its size is still what the header says.
 */
import { describe, expect, it } from 'vitest';
import { openFiles } from '../../src/readers';
import { concat, type DatasetSpec, datasetBytes, part10, sliceSpec } from './dicom-bytes';
import { memorySource, nodeHost } from './disk-source';

/** xorshift32: the same sequence everywhere. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const groups = Array.from({ length: 3 }, (_, k): DatasetSpec => ({
  '00209113': ['SQ', [{ '00200032': ['DS', `0\\0\\${k}`] }]],
  '00289145': ['SQ', [{ '00281052': ['DS', '-1024'], '00281053': ['DS', '1'] }]],
}));
const plain = part10(datasetBytes(sliceSpec()));
const implicit = part10(datasetBytes(sliceSpec(), { explicit: false, littleEndian: true }), '1.2.840.10008.1.2');
const multiFrame = part10(
  datasetBytes(
    sliceSpec({
      more: { '00280008': ['IS', '3'], '52009230': ['SQ', groups] },
      stored: Array.from({ length: 48 }, () => 9),
    }),
  ),
);

function mutated(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  const copy = bytes.slice();
  const header = bytes.length - 32;
  for (let n = 1 + random(4); n > 0; n -= 1) {
    const at = 128 + random(header - 128);
    const kind = random(5);
    if (kind === 0) copy[at] = random(256);
    else if (kind === 1) copy[at] ^= 1 << random(8);
    else if (kind === 2) copy.fill(0xff, at, at + 4);
    else if (kind === 3) return copy.slice(0, at);
    else return concat([copy.slice(0, at), copy.slice(at + 1 + random(16))]);
  }
  return copy;
}

describe('mutated headers', () => {
  it.each([
    ['explicit', plain, 1],
    ['implicit', implicit, 2],
    ['multi-frame', multiFrame, 3],
  ] as const)('never break the reader: %s', async (_, bytes, seed) => {
    const random = randomFrom(seed);
    let readable = 0;
    for (let run = 0; run < 1500; run += 1) {
      const opened = await openFiles([memorySource('x', mutated(bytes, random))], nodeHost);
      if (!opened.ok) throw new Error(opened.refusal.message);
      const { series, leftOut } = opened.value.inventory;
      expect(series.length + leftOut.length).toBeGreaterThan(0);
      for (const { id, slices } of series) {
        const loaded = await opened.value.load(id, { anyGeometry: true });
        if (!loaded.ok) continue;
        const [nx, ny, nz] = loaded.value.volume.geometry.size;
        expect(nz).toBe(slices);
        expect(loaded.value.volume.hu.length).toBe(nx * ny * nz);
        readable += 1;
      }
    }
    // else the mutations would only test that damage is refused
    expect(readable).toBeGreaterThan(100);
  });
});
