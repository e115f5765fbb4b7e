import { describe, expect, it } from 'vitest';
import { judgeInTree, type TreeBranch } from '../../../src/core/calibre/verdicts-in-tree';
import { defaultParameters } from '../../../src/core/parameters';

const branch = (changes: Partial<TreeBranch>): TreeBranch => ({
  ends: [-1, -1],
  ahead: [0, 0],
  lengthMm: 20,
  csaMm2: 3,
  isNearHilum: false,
  plate: 0,
  ring: 0,
  rejected: null,
  ...changes,
});
const judge = (branches: readonly TreeBranch[]) => judgeInTree(branches, defaultParameters);

describe('verdicts in the tree', () => {
  it('go on to short pieces between rejected ones, and over a second piece', () => {
    const wall = (ends: readonly [number, number]): TreeBranch =>
      branch({ ends, rejected: 'airway_wall', lengthMm: 9 });
    const bit = (ends: readonly [number, number]): TreeBranch => branch({ ends, lengthMm: 2, ring: 0.2 });
    expect(judge([wall([1, 2]), bit([2, 3]), bit([3, 4])])).toEqual(['airway_wall', 'airway_wall', 'airway_wall']);
  });

  it('do not reach a long vessel, nor a short one between vessels', () => {
    const sheet = branch({ ends: [1, 2], rejected: 'sheet' });
    const long = branch({ ends: [2, 3], lengthMm: 15 });
    const short = branch({ ends: [3, 4], lengthMm: 2 });
    expect(judge([sheet, long, short])).toEqual(['sheet', null, null]);
    expect(judge([sheet, { ...long, plate: 0.5, ends: [2, -1] }])).toEqual(['sheet', 'sheet']);
  });

  it('call a short free end that is thicker than its parent a blob, but not at the hilum nor in a crowd', () => {
    const parent = branch({ ends: [1, 2], csaMm2: 2.5 });
    const lump = branch({ ends: [2, -1], csaMm2: 9, lengthMm: 3 });
    expect(judge([parent, lump])).toEqual([null, 'blob']);
    expect(judge([parent, { ...lump, isNearHilum: true }])).toEqual([null, null]);
    expect(judge([parent, { ...lump, ahead: [0, 0.9] }])).toEqual([null, null]);
    expect(judge([parent, { ...lump, csaMm2: 2 }])).toEqual([null, null]);
    expect(judge([branch({ csaMm2: 9, lengthMm: 3 })])).toEqual(['blob']);
  });
});
