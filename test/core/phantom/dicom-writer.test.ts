import dicomParser from 'dicom-parser';
import { inflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { dicomDetails, sampleChestOptions, writeDicomSlice } from '../../../src/core/phantom';
import type { Volume } from '../../../src/core/volume';

const size = [6, 4, 3] as const;
const hu = Int16Array.from({ length: 72 }, (_, i) => [-1024, -2000, 3071, -870, 0, 40][i % 6] + Math.floor(i / 24));
const volume: Volume = {
  geometry: {
    size,
    spacingMm: [0.93, 0.81, 1.25],
    originMm: [-140.895, -138.5, 12.125],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  },
  hu,
  paddingHu: -2000,
};
const details = dicomDetails(sampleChestOptions);

describe('DICOM slices', () => {
  it('are read back by an independent parser: geometry, HU, identity', () => {
    const bytes = writeDicomSlice(volume, 2, details);
    const set = dicomParser.parseDicom(bytes);
    expect(set.string('x00020010')).toBe('1.2.840.10008.1.2.1');
    expect(set.string('x00080016')).toBe('1.2.840.10008.5.1.4.1.1.2');
    expect(set.string('x00080018')).toBe(set.string('x00020003'));
    expect(set.string('x00080060')).toBe('CT');
    expect(set.string('x00100010')).toBe('Sample^Synthetic');
    expect(set.string('x00100020')).toBe('BVX-SAMPLE');
    expect(set.string('x00181210')).toBe('SYN_STANDARD');
    expect(set.floatString('x00180050')).toBe(1.25);
    expect(set.intString('x00200013')).toBe(3);
    expect([0, 1, 2].map((n) => set.floatString('x00200032', n))).toEqual([-140.895, -138.5, 14.625]);
    expect([0, 1, 2, 3, 4, 5].map((n) => set.floatString('x00200037', n))).toEqual([1, 0, 0, 0, 1, 0]);
    expect([0, 1].map((n) => set.floatString('x00280030', n))).toEqual([0.81, 0.93]);
    expect([set.uint16('x00280010'), set.uint16('x00280011')]).toEqual([4, 6]);
    expect(set.int16('x00280120')).toBe(-976);
    const [slope, intercept] = [set.floatString('x00281053') ?? 0, set.floatString('x00281052') ?? 0];
    const pixels = set.elements['x7fe00010'];
    expect(pixels.length).toBe(48);
    const view = new DataView(bytes.buffer, bytes.byteOffset + pixels.dataOffset, pixels.length);
    const read = Array.from({ length: 24 }, (_, i) => view.getInt16(2 * i, true) * slope + intercept);
    expect(read).toEqual(Array.from(hu.subarray(48)));
  });

  it('carry unique, legal, repeatable UIDs, one study and series for all', () => {
    const sets = [0, 1, 2].map((k) => dicomParser.parseDicom(writeDicomSlice(volume, k, details)));
    const values = (tag: string): Set<string | undefined> => new Set(sets.map((set) => set.string(tag)));
    expect(values('x00080018').size).toBe(3);
    for (const tag of ['x0020000d', 'x0020000e', 'x00200052']) expect(values(tag).size).toBe(1);
    for (const tag of ['x00080018', 'x0020000d', 'x0020000e', 'x00200052', 'x00020012']) {
      for (const value of values(tag)) expect(value).toMatch(/^2\.25\.[1-9]\d{30,38}$/);
    }
    expect(writeDicomSlice(volume, 1, details)).toEqual(writeDicomSlice(volume, 1, details));
    const other = dicomParser.parseDicom(writeDicomSlice(volume, 0, { ...details, seed: 21 }));
    expect(values('x0020000d').has(other.string('x0020000d'))).toBe(false);
  });

  it('are in ascending order of tags with even lengths, as the standard wants', () => {
    const set = dicomParser.parseDicom(writeDicomSlice(volume, 0, details));
    const tags = Object.keys(set.elements).filter((tag) => !tag.startsWith('x0002'));
    expect(tags).toEqual(tags.toSorted());
    for (const tag of tags) expect(set.elements[tag].length % 2).toBe(0);
  });

  it('can be deflated', () => {
    const plain = writeDicomSlice(volume, 0, details);
    const bytes = writeDicomSlice(volume, 0, { ...details, deflated: true });
    expect(dicomParser.parseDicom(plain).string('x00020010')).not.toBe('1.2.840.10008.1.2.1.99');
    expect(inflateSync(bytes.subarray(startOf(bytes)))).toEqual(plain.subarray(startOf(plain)));
  });
});

/** Where the dataset begins behind preamble and file meta information. */
const startOf = (file: Uint8Array): number => 144 + new DataView(file.buffer).getUint32(140, true);
