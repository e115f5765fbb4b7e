import { describe, expect, test } from 'vitest';
import {
  isWellInView,
  fitBox,
  fitSlice,
  fromScreen,
  panned,
  toScreen,
  zoomed,
  zoomPercent,
} from '../../src/viewer/camera';
import { planesOf } from '../../src/viewer/planes';
import { draggedWindow, measuredWindow } from '../../src/viewer/windows';

const plane = planesOf({
  size: [100, 50, 20],
  spacingMm: [0.5, 1, 3],
  originMm: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
}).axial;
const size = { width: 400, height: 300 };

describe('the way between slice and screen', () => {
  test('a fitted slice is whole and in the middle', () => {
    const camera = fitSlice(plane, size);
    const [x0, y0] = toScreen(camera, plane, size, -0.5, -0.5);
    const [x1, y1] = toScreen(camera, plane, size, 99.5, 49.5);
    // 50 × 50 mm in 400 × 300 pixels: the height decides
    expect(y0).toBeCloseTo(0, 9);
    expect(y1).toBeCloseTo(300, 9);
    expect(x0).toBeCloseTo(50, 9);
    expect(x1).toBeCloseTo(350, 9);
  });

  test('a place at the rim, or low where a card may lie, is not well in view', () => {
    const camera = fitSlice(plane, size);
    expect(isWellInView(camera, plane, size, 50, 25)).toBe(true);
    expect(isWellInView(camera, plane, size, 50, 35)).toBe(false);
    expect(isWellInView(camera, plane, size, 50, 3)).toBe(false);
    expect(isWellInView({ ...camera, column: 0 }, plane, size, 70, 25)).toBe(false);
  });

  test('millimetres are as long across as along', () => {
    const camera = fitSlice(plane, size);
    const [x0] = toScreen(camera, plane, size, 0, 0);
    const [x1] = toScreen(camera, plane, size, 20, 0);
    const [, y0] = toScreen(camera, plane, size, 0, 0);
    const [, y1] = toScreen(camera, plane, size, 0, 10);
    expect(x1 - x0).toBeCloseTo(y1 - y0, 9);
  });

  test('screen and slice are inverse; the pointer keeps its place while zooming', () => {
    const camera = { column: 40.3, row: 22.1, mmPerPixel: 0.21 };
    const [column, row] = fromScreen(camera, plane, size, 123, 45);
    const [x, y] = toScreen(camera, plane, size, column, row);
    expect([x, y].map((value) => value.toFixed(6))).toEqual(['123.000000', '45.000000']);
    const near = zoomed(camera, plane, size, 1.7, 123, 45);
    const [columnNear, rowNear] = fromScreen(near, plane, size, 123, 45);
    expect(columnNear).toBeCloseTo(column, 9);
    expect(rowNear).toBeCloseTo(row, 9);
    expect(zoomPercent(near, plane)).toBeCloseTo(1.7 * zoomPercent(camera, plane), 6);
  });

  test('what is panned follows the pointer', () => {
    const camera = fitSlice(plane, size);
    const [x, y] = toScreen(panned(camera, plane, 30, -12), plane, size, 10, 10);
    const [x0, y0] = toScreen(camera, plane, size, 10, 10);
    expect(x - x0).toBeCloseTo(30, 9);
    expect(y - y0).toBeCloseTo(-12, 9);
  });

  test('a box fills the view up to its margin', () => {
    const camera = fitBox(plane, size, { fromColumn: 20, toColumn: 39, fromRow: 5, toRow: 24 }, 0.1);
    const [, top] = toScreen(camera, plane, size, 20, 4.5);
    expect(top).toBeCloseTo(300 * (0.1 / 1.2), 6);
  });
});

describe('grey windows', () => {
  test('right widens, down raises the level; both stay within reason', () => {
    const start = { levelHu: -550, widthHu: 1350 };
    expect(draggedWindow(start, 100, 0).widthHu).toBeGreaterThan(1350);
    expect(draggedWindow(start, 0, 100).levelHu).toBeGreaterThan(-550);
    expect(draggedWindow(start, -1e6, 0).widthHu).toBe(20);
  });

  test('as measured: air is black, blood is white', () => {
    const { levelHu, widthHu } = measuredWindow(40);
    expect(levelHu - widthHu / 2).toBe(-1000);
    expect(levelHu + widthHu / 2).toBe(40);
  });
});
