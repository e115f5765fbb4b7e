import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { inlineParallel } from '../../../src/core/parallel';
import { calibrationSets, makeTubes, trueStationsCsv, truthJsonText } from '../../../src/core/phantom';
import type { CalibrationSet } from '../../../src/core/phantom';
import { tubesGeometry } from '../../../src/core/phantom/calibration';
import { addShape } from '../../../src/core/phantom/calibration-shapes';
import { boxOf } from '../../../src/core/phantom/truth';
import { emptyList } from '../../../src/core/phantom/tubes';

const scan = { pixelMm: 0.8, sliceSpacingMm: 1, sliceThicknessMm: 1 };

describe('calibration sets', () => {
  it.each(calibrationSets.map((set) => [set.id, set] as const))('%s: every shape is whole and alone', (_, set) => {
    const options = set.options(3, scan);
    const [low, high] = boxOf(tubesGeometry(options.scan));
    const shapes = options.shapes.map((shape) => {
      const list = emptyList();
      addShape(list, shape, 0);
      return list.pieces;
    });
    let [closest, within] = [Infinity, Infinity];
    shapes.forEach((pieces, a) => {
      for (let i = 0; i < pieces.length; i += 4) {
        const r = pieces[i + 3];
        for (let axis = 0; axis < 3; axis += 1) {
          const at = pieces[i + axis];
          within = Math.min(within, at - r - low[axis], high[axis] - at - r);
        }
        for (let b = 0; b < a; b += 1) {
          const other = shapes[b];
          if (Math.abs(other[0] - pieces[0]) > 40 || Math.abs(other[1] - pieces[1]) > 40) continue;
          for (let j = 0; j < other.length; j += 8) {
            const [x, y, z] = [pieces[i] - other[j], pieces[i + 1] - other[j + 1], pieces[i + 2] - other[j + 2]];
            closest = Math.min(closest, Math.sqrt(x * x + y * y + z * z) - r - other[j + 3]);
          }
        }
      }
    });
    expect(within).toBeGreaterThan(0);
    // their blurred images must not meet
    expect(closest).toBeGreaterThan(1.5);
    expect(set.options(3, scan)).toEqual(options);
    expect(set.options(4, scan).shapes).not.toEqual(options.shapes);
  });

  it('hold every calibre in directions over the whole half sphere', () => {
    const { shapes } = calibrationSets[0].options(1, scan);
    const slopes = new Map<number, number[]>();
    for (const shape of shapes) {
      if (shape.shape === 'straight') slopes.set(shape.csaMm2, [...(slopes.get(shape.csaMm2) ?? []), shape.along[2]]);
    }
    expect([...slopes.keys()]).toEqual([0.5, 0.8, 1.25, 2, 3.5, 5, 7.5, 10, 20, 40]);
    for (const z of slopes.values()) {
      const sorted = z.toSorted((a, b) => a - b);
      sorted.forEach((value, k) => expect(Math.floor(value * sorted.length)).toBe(k));
    }
  });
});

describe('the truth of a set as files', () => {
  const parallel = inlineParallel(plainKernels);
  const made = async (): Promise<CalibrationSet> => {
    const set = calibrationSets.find((one) => one.id === 'pleura');
    if (set === undefined) throw new Error('no such set');
    return makeTubes(set.options(1, { ...scan, sliceSpacingMm: 2, sliceThicknessMm: 2 }), parallel);
  };

  it('has vessels at their distance from the chest wall, and their figures in the names of a result', async () => {
    const { truth, volume } = await made();
    const rows = trueStationsCsv(truth.stations).trim().split('\n');
    expect(rows[0]).toBe('vessel,x_mm,y_mm,z_mm,radius_mm,csa_mm2,length_mm,kind,side,covered');
    expect(rows).toHaveLength(1 + truth.stations.count);
    const gaps = rows.slice(1).map((row) => {
      const [, , y, , r] = row.split(',').map(Number);
      return (8 - y - r).toFixed(3);
    });
    expect(new Set(gaps)).toEqual(new Set(['0.200', '0.500', '1.000', '2.000']));
    const json: unknown = JSON.parse(truthJsonText(truth, { set: 'pleura' }));
    expect(json).toMatchObject({
      set: 'pleura',
      volumes: { tbv_ml: truth.total.tbvMl },
      percent: { bv5: truth.total.bv5Percent },
      lungs: { right_ml: truth.rightLungMl, left_ml: 0 },
    });
    // wall behind the plane, lung before it
    const { size, spacingMm, originMm } = volume.geometry;
    const meanOf = (y: number): number => {
      const j = Math.round((y - originMm[1]) / spacingMm[1]);
      const row = Array.from(volume.hu.subarray(j * size[0], (j + 1) * size[0]));
      return row.reduce((sum, hu) => sum + hu, 0) / size[0];
    };
    expect(meanOf(14)).toBeCloseTo(45, -1);
    expect(meanOf(-14)).toBeCloseTo(-870, -1);
  });
});
