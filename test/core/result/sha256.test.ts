import { createHash } from 'node:crypto';
import { array, assert, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256, sha256OfText } from '../../../src/core/result/sha256';

const nodes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('SHA-256', () => {
  test('the examples of FIPS 180-4', () => {
    expect(sha256OfText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256OfText('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256OfText('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
    expect(sha256OfText('a'.repeat(1_000_000))).toBe(
      'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
    );
  });

  test('every length around the block borders equals another implementation', () => {
    for (let n = 0; n <= 200; n += 1) {
      const bytes = Uint8Array.from({ length: n }, (_, i) => (i * 37 + n) & 255);
      expect(sha256().update(bytes).hex()).toBe(nodes(bytes));
    }
  });

  test('how the bytes are cut does not matter', () => {
    assert(
      property(array(uint8Array({ maxLength: 150 }), { maxLength: 8 }), (parts) => {
        const hash = sha256();
        for (const part of parts) hash.update(part);
        expect(hash.hex()).toBe(nodes(Buffer.concat(parts)));
      }),
    );
  });

  test('shared memory is read in place, and no view is taken beyond its own bytes', () => {
    const samples = new Int16Array(new SharedArrayBuffer(2 * 1000), 200, 500);
    for (let i = 0; i < samples.length; i += 1) samples[i] = i * 7 - 900;
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    expect(sha256().update(bytes).hex()).toBe(nodes(Uint8Array.from(bytes)));
  });

  test('an ended hash takes nothing more', () => {
    const hash = sha256();
    hash.hex();
    expect(() => hash.update(new Uint8Array(1))).toThrow('ended');
    expect(() => hash.hex()).toThrow('ended');
  });
});
