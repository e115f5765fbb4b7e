import { describe, expect, it } from 'vitest';
import { random } from '../../../src/core/maths';
import { setVoxels } from '../../../src/core/volume';

describe('setVoxels', () => {
  it.each([0, 1, 2, 3])('finds every voxel of a mask that begins %i bytes into its buffer', (shift) => {
    const draw = random(7);
    for (let length = 0; length < 40; length += 1) {
      const mask = new Uint8Array(new ArrayBuffer(length + shift + 5), shift, length);
      for (let at = 0; at < length; at += 1) mask[at] = draw.uniform() < 0.3 ? 1 + draw.integer(255) : 0;
      const expected = [...mask.keys()].filter((at) => mask[at] !== 0);
      expect([...setVoxels(mask)]).toEqual(expected);
    }
  });
});
