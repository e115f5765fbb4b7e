import { deflateSync, gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { random } from '../../src/core/maths';
import { inflate, inflateWhole } from '../../src/readers/inflate';

/** Bytes of a scan's kind: they shrink to about half. */
function someBytes(length: number): Uint8Array {
  const draw = random(3);
  return Uint8Array.from({ length }, () => draw.integer(12));
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

describe('inflateWhole', () => {
  const plain = someBytes(120_000);
  const packed = { raw: deflateSync(plain), gzip: gzipSync(plain) };

  it.each(['raw', 'gzip'] as const)('gives the bytes of a %s stream, and the first of them', async (format) => {
    expect(await inflateWhole(packed[format], format, Infinity)).toEqual({ ok: true, bytes: plain });
    const first = await inflateWhole(packed[format], format, 1000);
    expect(first).toEqual({ ok: true, bytes: plain.subarray(0, 1000) });
  });

  it('says what inflate says of damage, of a cut stream and of several members', async () => {
    const damaged = packed.gzip.slice();
    damaged.fill(0xff, 5000, 5100);
    const members = joined(packed.gzip, gzipSync(someBytes(9_000)));
    for (const bytes of [damaged, packed.gzip.subarray(0, 40_000), members]) {
      const expected = inflate({ bytes, whole: true, format: 'gzip' }, Infinity);
      expect(await inflateWhole(bytes, 'gzip', Infinity)).toEqual(expected);
    }
    expect((await inflateWhole(damaged, 'gzip', Infinity)).ok).toBe(false);
  });

  it.each([2_000, 120_000])('refuses %d bytes whose sum is another than the one stored', async (length) => {
    const wrong = gzipSync(someBytes(length));
    wrong[wrong.length - 8] ^= 1;
    expect(await inflateWhole(wrong, 'gzip', Infinity)).toMatchObject({ ok: false, reason: /checksum/ });
  });

  it('refuses what grows beyond its limit', async () => {
    const bomb = gzipSync(new Uint8Array(40_000_000));
    expect(await inflateWhole(bomb, 'gzip', Infinity)).toMatchObject({ ok: false, reason: /200 times/ });
  });

  it('takes what its header states however empty it is, and refuses more', async () => {
    const air = gzipSync(new Uint8Array(40_000_000));
    expect((await inflateWhole(air, 'gzip', Infinity, 40_000_000)).ok).toBe(true);
    expect((await inflateWhole(air, 'gzip', Infinity, 30_000_000)).ok).toBe(false);
  });

  it('takes bytes in shared memory', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(packed.raw.length));
    shared.set(packed.raw);
    expect(await inflateWhole(shared, 'raw', Infinity)).toEqual({ ok: true, bytes: plain });
  });
});

it('stops where a stream grows out of nearly nothing, long before its end', async () => {
  // 160 MB of zeros; what follows makes the ratio of the whole one of a scan
  const packed = gzipSync(joined(new Uint8Array(160 * 2 ** 20), someBytes(4e6)));
  const reason = 'it inflates to more than 200 times its size';
  expect(await inflateWhole(packed, 'gzip', Infinity)).toMatchObject({ ok: false, reason });
  expect(inflate({ bytes: packed, whole: true, format: 'gzip' }, Infinity)).toMatchObject({ ok: false, reason });
});
