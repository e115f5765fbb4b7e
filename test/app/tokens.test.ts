import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** WCAG 2 contrast of the design tokens on their real backgrounds, recomputed from the style sheet. */
const css = readFileSync('src/app/styles/tokens.css', 'utf8');

function theme(name: 'dark' | 'light'): Map<string, string> {
  const start = css.indexOf(`[data-theme='${name}'] {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map(Array.from(block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi), (match) => [match[1], match[2]]));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['dark', 'light'] as const)('%s', (name) => {
  const tokens = theme(name);
  const value = (token: string): string => tokens.get(token) ?? '';
  const surfaces = ['bg', 'surface', 'raised', 'inset', 'hover'];

  test.each(['text', 'text-2', 'text-3'])('%s can be read on every surface', (token) => {
    for (const surface of surfaces) expect(contrast(value(token), value(surface)), surface).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['line-strong', 'bv5', 'bv10', 'below', 'lung', 'caution', 'refuse', 'select'])(
    '%s can be seen on every surface',
    (token) => {
      for (const surface of surfaces) expect(contrast(value(token), value(surface)), surface).toBeGreaterThanOrEqual(3);
    },
  );

  test('the middle calibre can be seen on the surfaces it lies on', () => {
    for (const surface of ['surface', 'bg', 'inset']) {
      expect(contrast(value('bv5-10'), value(surface)), surface).toBeGreaterThanOrEqual(3);
    }
  });

  test('words on the filled control and on a filled chip', () => {
    expect(contrast(value('on-control'), value('control'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(value('surface'), value('caution'))).toBeGreaterThanOrEqual(4.5);
  });
});
