import { expect, it } from 'vitest';
import { startWatch } from '../../src/core/stage-watch';

it('adds up the time of a stage that runs twice and never lets progress fall', async () => {
  let time = 0;
  const seen: string[] = [];
  const watch = startWatch({ now: () => time, onProgress: (stage, fraction) => seen.push(`${stage} ${fraction}`) });
  const work = (seconds: number) => (report: (fraction: number) => void) => {
    report(0.5);
    time += seconds;
    return Promise.resolve(seconds);
  };
  expect(await watch('vessels', work(2))).toBe(2);
  await watch('centrelines', work(1));
  await watch('vessels', work(3));
  await watch('calibre', work(4), 0, 0.2);
  await watch(
    'calibre',
    (report) => {
      time += 5;
      report(1);
      expect(watch.costs().at(-1)).toEqual({ id: 'calibre', seconds: 9, peakMemoryMb: null });
      return Promise.resolve();
    },
    0.2,
  );
  expect(watch.costs()).toEqual([
    { id: 'vessels', seconds: 5, peakMemoryMb: null },
    { id: 'centrelines', seconds: 1, peakMemoryMb: null },
    { id: 'calibre', seconds: 9, peakMemoryMb: null },
  ]);
  expect(seen).toEqual([
    'vessels 0',
    'vessels 0.5',
    'vessels 1',
    'centrelines 0',
    'centrelines 0.5',
    'centrelines 1',
    'calibre 0',
    'calibre 0.1',
    'calibre 0.2',
    'calibre 1',
  ]);
});

it('keeps the most memory that was in use while a stage worked', async () => {
  let memory = 100;
  const watch = startWatch({ now: () => 0, onProgress: () => undefined, memoryMb: () => memory });
  await watch('lungs', (report) => {
    memory = 900;
    report(0.5);
    memory = 300;
    return Promise.resolve();
  });
  await watch('vessels', () => Promise.resolve());
  expect(watch.costs().map(({ id, peakMemoryMb }) => [id, peakMemoryMb])).toEqual([
    ['lungs', 900],
    ['vessels', 300],
  ]);
});
