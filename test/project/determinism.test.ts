/** Functions whose bits differ between JavaScript engines stay out of the measurement. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const forbidden =
  /Math\.(exp|expm1|log|log2|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot|random)\b|\bDate\.now|new Date\(|performance\.now|toLocale/g;

function findings(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
  return [...code.matchAll(forbidden)].map((match) => match[0]);
}

it('core calls nothing that differs between engines, clocks or locales', () => {
  const files = readdirSync('src/core', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  const found = files.flatMap((file) =>
    findings(readFileSync(join('src/core', file), 'utf8')).map((f) => `${file}: ${f}`),
  );
  expect(found).toEqual([]);
});

it('the check sees a seeded call', () => {
  expect(findings('const a = Math.exp(1); // Math.sin in a comment is fine')).toEqual(['Math.exp']);
});
