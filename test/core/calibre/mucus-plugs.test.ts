import { describe, expect, it } from 'vitest';
import { indexStations } from '../../../src/core/calibre';
import { findPlugs, type PlugBranch } from '../../../src/core/calibre/mucus-plugs';
import { stationsOf } from '../../../src/core/calibre/stations';
import { defaultParameters } from '../../../src/core/parameters';

/** A branch along z at x from z to z, with a radius; ends as in a tree. */
interface Line {
  readonly x: number;
  readonly from: number;
  readonly to: number;
  readonly radiusMm: number;
  readonly ends: readonly [number, number];
  readonly beyond?: readonly [number, number];
}

const stepMm = 0.75;

function plugsAmong(lines: readonly Line[]): boolean[] {
  const tracks = lines.map(({ x, from, to, radiusMm }) => {
    const n = Math.round((to - from) / stepMm) + 1;
    return {
      points: Float64Array.from({ length: 3 * n }, (_, k) => [x, 10, from + stepMm * Math.floor(k / 3)][k % 3]),
      maskRadiusMm: new Float64Array(n).fill(radiusMm),
    };
  });
  const stations = stationsOf(tracks);
  stations.radiusMm.set(stations.maskRadiusMm);
  const branches = lines.map(({ from, to, radiusMm, ends, beyond }): PlugBranch => ({
    ends,
    beyond: beyond ?? [0, 0],
    endDepthsMm: [20, 20],
    lengthMm: to - from,
    csaMm2: Math.PI * radiusMm * radiusMm,
    isRejected: false,
  }));
  return findPlugs(branches, stations, indexStations(stations, [40, 20, 60], 4), defaultParameters);
}

const artery: Line = { x: 10, from: 0, to: 60, radiusMm: 1.5, ends: [1, 2], beyond: [1, 1] };
const plug: Line = { x: 13.3, from: 30, to: 42, radiusMm: 1.5, ends: [-1, -1] };

describe('plugs', () => {
  it('end abruptly beside a vessel that goes on', () => {
    expect(plugsAmong([artery, plug])).toEqual([false, true]);
    expect(plugsAmong([artery, { ...plug, beyond: [0.8, 0.8] }])).toEqual([false, false]);
    expect(plugsAmong([artery, { ...plug, x: 18 }])).toEqual([false, false]);
    expect(plugsAmong([{ ...artery, from: 30, to: 42 }, plug])).toEqual([false, false]);
    expect(plugsAmong([{ ...artery, from: 39 }, plug])).toEqual([false, false]);
    expect(plugsAmong([artery, { ...plug, radiusMm: 0.9, x: 12.7 }])).toEqual([false, false]);
  });

  it('are followed to the plug and the short piece that they join, but not into vessels', () => {
    const next: Line = { ...plug, from: 42, to: 52, ends: [3, 4] };
    const bit: Line = { ...plug, from: 52, to: 53.5, ends: [4, -1] };
    const first: Line = { ...plug, ends: [-1, 3] };
    const vessel: Line = { ...artery, x: 16, from: 42, to: 60, ends: [3, 5] };
    expect(plugsAmong([artery, first, next, bit])).toEqual([false, true, true, true]);
    expect(plugsAmong([artery, first, next, vessel])).toEqual([false, true, false, false]);
  });
});
