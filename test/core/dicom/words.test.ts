/** Names that vendors and the standard give: kernels, image types, character sets. */
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/core/dicom';
import { imageRole } from '../../../src/core/dicom/image-role';
import { kernelClass } from '../../../src/core/dicom/kernel';

describe('kernels', () => {
  it.each([
    ['soft', ['B10f', 'B20s', 'I26f\\2', 'Br28', 'SOFT', 'A', 'YA']],
    [
      'medium',
      [
        'B30f',
        'B31s',
        'B45f',
        'I31f\\3',
        'Br40d\\3',
        'Qr40',
        'Bv49',
        'D30f',
        'STANDARD',
        'CHST',
        'DETAIL',
        'B',
        'C',
        'YB',
        'FC01',
        'FC08-H',
        'FC13',
        'FC18',
      ],
    ],
    [
      'sharp',
      [
        'B50f',
        '59 .10.AB50',
        'B70f',
        'B80f',
        'I70f\\3',
        'Bl57d',
        'Br64',
        'Hr60',
        'LUNG',
        'BONE',
        'BONEPLUS',
        'EDGE',
        'L',
        'YD',
        'E',
        'FC30',
        'FC52',
        'FC56',
        'FC81',
        'FC86',
      ],
    ],
    ['unknown', ['', '000000', 'my own', null]],
  ] as const)('%s', (expected, names) => {
    expect(names.map((name) => [name, kernelClass(name)])).toEqual(names.map((name) => [name, expected]));
  });
});

const roleOf = (type: string): string => imageRole(type.split('\\').map((value) => value.trim()));

describe('image types', () => {
  it.each([
    [
      'original',
      [
        'ORIGINAL\\PRIMARY\\AXIAL',
        'ORIGINAL\\SECONDARY\\AXIAL',
        'ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI',
        'ORIGINAL\\PRIMARY\\VOLUME\\NONE',
        '',
      ],
    ],
    [
      'derived_slices',
      ['DERIVED\\PRIMARY\\AXIAL', 'DERIVED \\PRIMARY\\AXIAL', 'DERIVED\\SECONDARY\\AXIAL', 'DERIVED\\SECONDARY'],
    ],
    [
      'localizer',
      ['ORIGINAL\\PRIMARY\\LOCALIZER', 'ORIGINAL\\PRIMARY\\LOCALIZER\\CT_SOM5 TOP', 'DERIVED\\PRIMARY\\LOCALIZER'],
    ],
    [
      'derived',
      [
        'DERIVED\\SECONDARY\\MPR',
        'DERIVED\\SECONDARY\\REFORMATTED\\AVERAGE',
        'DERIVED\\SECONDARY\\AXIAL\\CT_SOM5 MIP',
        'DERIVED\\PRIMARY\\PERFUSION\\RCBF',
        'DERIVED\\SECONDARY\\OTHER\\CSA MPR',
        'DERIVED\\SECONDARY\\CORONAL',
      ],
    ],
  ] as const)('%s', (expected, types) => {
    expect(types.map((type) => [type, roleOf(type)])).toEqual(types.map((type) => [type, expected]));
  });
});

/** Bytes as Latin 1 letters. */
const bytes = (latin: string): Uint8Array => Uint8Array.from(latin, (letter) => letter.charCodeAt(0));

describe('character sets', () => {
  // names of PS3.5 annexes H to K
  it.each([
    ['Latin 1', ['ISO_IR 100'], 'M\xfcller', 'Müller'],
    ['Cyrillic', ['ISO_IR 144'], '\xbb\xee\xda', 'Люк'],
    ['UTF-8', ['ISO_IR 192'], 'Wang=\xe7\x8e\x8b', 'Wang=王'],
    ['GB18030', ['GB18030'], 'Wang=\xcd\xf5', 'Wang=王'],
    ['Japanese by escapes', ['', 'ISO 2022 IR 87'], 'Yamada=\x1b$B;3ED\x1b(B', 'Yamada=山田'],
    [
      'half-width katakana first',
      ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
      '\xd4\xcf\xc0\xde=\x1b$B;3ED\x1b(J',
      'ﾔﾏﾀﾞ=山田',
    ],
    ['Korean by escapes', ['', 'ISO 2022 IR 149'], 'Hong=\x1b$)C\xfb\xf3', 'Hong=洪'],
    ['Greek by escapes', ['', 'ISO 2022 IR 126'], '\x1b-F\xc4\xe9\xef', 'Διο'],
    ['none, but UTF-8', [''], 'M\xc3\xbcller', 'Müller'],
    ['none, but Latin 1', [''], 'M\xfcller', 'Müller'],
    ['an unknown set', ['MY SET'], 'M\xfcller', 'Müller'],
    ['an escape that ends the text', ['', 'ISO 2022 IR 87'], 'A\x1b', 'A'],
  ])('%s', (_, sets, coded, expected) => {
    expect(decodeText(bytes(coded), sets)).toBe(expected);
  });
});
