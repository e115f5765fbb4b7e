import { afterEach, describe, expect, test, vi } from 'vitest';
import { createPreviewCache } from '../../src/app/state/previews';
import { createSession, type Session } from '../../src/app/state/session';
import { readTruth } from '../../src/app/state/sample';
import { refusals } from '../../src/core/issue-catalogue';
import { done, refused, type Outcome } from '../../src/core/issues';
import type { Engine, EngineFile, MeasuredScan } from '../../src/engine';
import { correctHere, inventory, measuredScan, opened, series } from './samples';

const file: EngineFile = { kind: 'blob', path: 'a.dcm', blob: new Blob(['x']) };
const source = { label: 'a.dcm', isSample: false };
const words = { sample: 'Sample', sampleMissing: { message: 'No sample.', action: 'Start it.' } };
let session: Session | null = null;
afterEach(() => session?.dispose());

/** An engine whose answers the test decides; a measurement ends when it says so. */
function engineOf(answers: Partial<Engine>): {
  engine: Engine;
  cancelled: () => number;
  finish: (o: Outcome<MeasuredScan>) => void;
} {
  let cancels = 0;
  let end: (o: Outcome<MeasuredScan>) => void = () => {};
  const engine: Engine = {
    threads: 2,
    open: async () => done(inventory(series('a'))),
    preview: async () => done({ hu: new Int16Array(16), width: 4, height: 4 }),
    load: async () => done(opened()),
    measure: () => new Promise((resolve) => (end = resolve)),
    correct: correctHere,
    cancel: () => {
      cancels += 1;
      end(refused(refusals.cancelled()));
    },
    dispose: () => {},
    ...answers,
  };
  return { engine, cancelled: () => cancels, finish: (outcome) => end(outcome) };
}

function sessionOf(engine: Engine): Session {
  session = createSession({
    engine,
    exportFiles: async () => [{ name: 'result.json', bytes: new Uint8Array(1) }],
    exportResult: async () => ({ name: 'result.json', bytes: new Uint8Array(1) }),
    words,
    now: () => 0,
  });
  return session;
}

const plain = { names: false, clinical: null };

describe('from files to a result', () => {
  test('one best series is measured without a question', async () => {
    const { engine, finish } = engineOf({});
    const s = sessionOf(engine);
    const opening = s.open([file], source);
    await vi.waitFor(() => expect(s.state.value.at).toBe('measuring'));
    await vi.waitFor(() => expect(s.state.value).toMatchObject({ scan: { preview: { width: 4 } } }));
    finish(done(measuredScan()));
    await opening;
    expect(s.state.value.at).toBe('measured');
    expect(await s.exportFiles(plain)).toHaveLength(1);
  });

  test('the files of a result are made once, and none before there is one', async () => {
    const { engine, finish } = engineOf({});
    const s = sessionOf(engine);
    expect(await s.exportFiles(plain)).toEqual([]);
    const opening = s.open([file], source);
    await vi.waitFor(() => expect(s.state.value).toMatchObject({ at: 'measuring', scan: { opened: {} } }));
    finish(done(measuredScan()));
    await opening;
    expect(await s.exportFiles(plain)).toBe(await s.exportFiles(plain));
  });

  test('nothing readable is a refusal on the start page', async () => {
    const { engine } = engineOf({ open: async () => done(inventory()) });
    const s = sessionOf(engine);
    await s.open([file], source);
    expect(s.state.value).toMatchObject({ at: 'start', refusal: { code: 'nothing_readable' } });
  });

  test('cancel changes the screen at once and ends the engine', async () => {
    const { engine, cancelled } = engineOf({});
    const s = sessionOf(engine);
    const opening = s.open([file], source);
    await vi.waitFor(() => expect(s.state.value).toMatchObject({ at: 'measuring', scan: { opened: {} } }));
    s.cancel();
    expect(s.state.value).toMatchObject({ at: 'looking', cancelled: true });
    expect(cancelled()).toBe(1);
    await opening;
    // the refusal "cancelled" of the ended run changes nothing
    expect(s.state.value.at).toBe('looking');
  });

  test('only looking measures nothing', async () => {
    const measure = vi.fn<Engine['measure']>();
    const { engine } = engineOf({
      measure,
      open: async () => done(inventory(series('a'), series('b', { rank: 2 }))),
    });
    const s = sessionOf(engine);
    await s.open([file], source);
    expect(s.state.value.at).toBe('choosing');
    await s.choose('b', false);
    expect(s.state.value).toMatchObject({ at: 'looking', cancelled: false, scan: { series: { id: 'b' } } });
    expect(measure).not.toHaveBeenCalled();
  });

  test('files given while another scan is measured wait until the user opens them', async () => {
    const { engine, cancelled } = engineOf({});
    const s = sessionOf(engine);
    void s.open([file], source);
    await vi.waitFor(() => expect(s.state.value).toMatchObject({ at: 'measuring', scan: { opened: {} } }));
    await s.open([file], { label: 'next.zip', isSample: false });
    expect(s.state.value.at).toBe('measuring');
    expect(s.waiting.value?.source.label).toBe('next.zip');
    expect(cancelled()).toBe(0);
    void s.openWaiting();
    expect(cancelled()).toBe(1);
    await vi.waitFor(() => expect(s.state.value).toMatchObject({ scan: { source: { label: 'next.zip' } } }));
  });

  test('a sample that this server does not have is said in words', async () => {
    vi.stubGlobal('fetch', async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }));
    const { engine } = engineOf({});
    const s = sessionOf(engine);
    await s.openSample();
    expect(s.state.value.at).toBe('start');
    expect(s.startNotice.value).toEqual(words.sampleMissing);
    vi.unstubAllGlobals();
  });
});

describe('slices of the chooser', () => {
  test('each is asked for once; one that failed is asked for again', async () => {
    const ask = vi.fn<Engine['preview']>(async (id) =>
      id === 'bad' ? refused<never>(refusals.cancelled()) : done({ hu: new Int16Array(1), width: 1, height: 1 }),
    );
    const previews = createPreviewCache(ask);
    await Promise.all([previews.get('a', 1), previews.get('a', 1)]);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(await previews.get('bad', 1)).toBeNull();
    await previews.get('bad', 1);
    expect(ask).toHaveBeenCalledTimes(3);
  });
});

describe('the truth of the sample', () => {
  const json = {
    percent: { bv5: 46.4, bv5_10: 15.2, bv10: 38.4 },
    volumes: { tbv_ml: 216, bv5_ml: 99, bv5_10_ml: 33, bv10_ml: 84 },
    lungs: { right_ml: 3400, left_ml: 2900 },
  };

  test('is read in the names of the page', () => {
    expect(readTruth(json)).toMatchObject({ percent: { bv5To10: 15.2 }, volumes: { tbvMl: 216 } });
  });

  test('is not shown when a figure is missing', () => {
    expect(readTruth({ ...json, percent: { bv5: 46.4 } })).toBeNull();
    expect(readTruth(null)).toBeNull();
    expect(readTruth('text')).toBeNull();
  });
});
