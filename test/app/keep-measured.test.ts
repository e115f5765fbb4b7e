/** A measured scan goes into the workspace by itself: its row, its label, its time, and its patient is the open one. */
import { describe, expect, test, vi } from 'vitest';
import { keepMeasured } from '../../src/app/state/keep-measured';
import { recentCases } from '../../src/app/state/recent';
import { createSession } from '../../src/app/state/session';
import { createWorkspace } from '../../src/app/state/workspace';
import { words } from '../../src/app/words';
import { toJsonText } from '../../src/core/result';
import { done } from '../../src/core/issues';
import { resultOf, type Engine } from '../../src/engine';
import { memoryKeeper } from '../../src/storage';
import { correctHere, facts, inventory, measuredScan, opened, series } from './samples';

const engine: Engine = {
  threads: 1,
  open: async () => done(inventory(series('a'))),
  preview: async () => done({ hu: new Int16Array(16), width: 4, height: 4 }),
  load: async () => done(opened()),
  measure: async () => done({ ...measuredScan(), facts: { ...facts, acquiredAt: '2026-03-12T06:52:00' } }),
  correct: correctHere,
  cancel: () => {},
  dispose: () => {},
};

describe('a measured scan', () => {
  test('is kept under the name of its folder or zip, with its time and figures', async () => {
    const workspace = createWorkspace(
      async () => memoryKeeper(),
      () => new Date(0),
    );
    await workspace.open();
    const session = createSession({
      engine,
      exportFiles: async () => [],
      exportResult: async (scan) => ({
        name: 'result.json',
        bytes: new TextEncoder().encode(toJsonText(resultOf(scan, { caseLabel: null, identify: false }))),
      }),
      words: { sample: words.case.sample, sampleMissing: words.start.sampleMissing },
      now: () => 0,
    });
    keepMeasured(session, workspace, () => new Date(2026, 2, 13, 9, 30));
    await session.open([{ kind: 'blob', path: 'S-7.zip', blob: new Blob(['x']) }], {
      label: 'S-7.zip',
      isSample: false,
    });
    await vi.waitFor(() => expect(workspace.records.value.scans.size).toBe(1));
    const [scan] = workspace.records.value.scans.values();
    expect(scan).toMatchObject({
      id: 'bvx-0123456789abcdef',
      label: 'S-7',
      patientId: null,
      ctAt: '2026-03-12T06:52:00',
    });
    expect(scan.row).toMatchObject({ percent_bv5: 45.79, intervals_percent_bv5_low: 43.6, scan_acquired_at: null });
    expect(recentCases([scan])).toMatchObject([
      { label: 'S-7', patientId: 'S-7', measuredOn: '13 Mar 2026', interval: expect.stringMatching(/^43\.6/) },
    ]);
    expect(recentCases([{ ...scan, origin: 'result_json' }])).toEqual([]);
    expect(workspace.settings.value.patientId).toBe('S-7');
    expect(workspace.undoable.value).toBe('S-7 measured');
    session.dispose();
  });
});
