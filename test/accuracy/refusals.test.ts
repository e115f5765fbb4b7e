/** Scans that hold nothing to measure end in a refusal with its reason, not in a figure or a crash. */
import { expect, it } from 'vitest';
import { measureVolume } from '../../src/core/validation/chest-trial';
import { drawRefusalScan, refusalScans } from '../../src/core/validation/refusal-scans';
import { host } from './host';

const codes: Readonly<Record<string, string>> = {
  head: 'no_lungs',
  abdomen: 'no_lungs',
  air: 'no_lungs',
  noise: 'no_lungs',
  'no-lungs': 'no_lungs',
  'no-vessels': 'no_vessels',
};

it.each(refusalScans)('$title is refused', { timeout: 600_000 }, async (scan) => {
  const outcome = await measureVolume(drawRefusalScan(scan), scan.geometry.spacingMm[2], host);
  expect(outcome.ok).toBe(false);
  if (outcome.ok) return;
  expect(outcome.refusal).toMatchObject({ code: codes[scan.id], exit: 4 });
  expect(outcome.refusal.message).toMatch(/\.$/);
  expect(outcome.refusal.action).not.toBe('');
});

it('every scan has a code to expect', () => {
  expect(refusalScans.map(({ id }) => id)).toEqual(Object.keys(codes));
});
