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
      expect(watch.seconds().at(-1)).toEqual({ id: 'calibre', seconds: 9 });
      return Promise.resolve();
    },
    0.2,
  );
  expect(watch.seconds()).toEqual([
    { id: 'vessels', seconds: 5 },
    { id: 'centrelines', seconds: 1 },
    { id: 'calibre', seconds: 9 },
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
