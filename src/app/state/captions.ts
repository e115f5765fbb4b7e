/** Short texts that follow from the state: the case in the top bar, the tab's title, what is read aloud. */
import { formatNumber, formatRange, formatRangeInWords, withUnit } from '../../core/result';
import { decimalsOfColumns } from '../results/figures';
import { words } from '../words';
import { isReading, overallFraction, type ScanState } from './machine';

export function caseName(state: ScanState): string | null {
  if (state.at === 'start' || state.at === 'opening') return null;
  return state.at === 'choosing' ? state.source.label : state.scan.source.label;
}

export function caseFacts(state: ScanState): string | null {
  if (state.at === 'choosing') return words.series.facts(state.inventory.series.length, state.inventory.files);
  if (!isReading(state)) return null;
  const { facts, geometry } = state.scan.series;
  const thicknessMm = facts.sliceThicknessMm ?? geometry?.spacingMm[2] ?? null;
  return words.case.facts([
    words.case.chestCt,
    thicknessMm === null ? null : withUnit(formatNumber(thicknessMm, 1), 'mm'),
    facts.kernel,
  ]);
}

/** `58 %` while measuring; `BV5 45.8 % 43.6–47.9` after; null while there is neither. */
export function figureOf(state: ScanState): string | null {
  if (state.at === 'measuring') return withUnit(formatNumber(overallFraction(state.progress.stages) * 100, 0), '%');
  if (state.at !== 'measured') return null;
  const { measurement } = state.result.measured;
  const { bv5 } = measurement.percent;
  if (bv5 === null) return `${words.panel.bv5} ${words.panel.notGiven}`;
  const decimals = decimalsOfColumns(measurement).percent;
  const ends = measurement.intervals.percent.bv5;
  const interval = ends === null ? words.panel.intervalNotKnown : formatRange(ends, decimals);
  return `${words.panel.bv5} ${withUnit(formatNumber(bv5, decimals), '%')} ${interval}`;
}

export function titleOf(state: ScanState): string {
  const figure = figureOf(state);
  if (figure !== null) return `${figure} · ${words.name}`;
  const name = caseName(state);
  return name === null ? words.name : `${name} · ${words.name}`;
}

/** What a screen reader is told when the state changes: stages and the result, nothing else. */
export function announcement(now: ScanState, before: ScanState): string | null {
  if (now.at === 'measuring') {
    const stage = now.progress.stages.find((one) => one.phase === 'now');
    const last = before.at === 'measuring' ? before.progress.stages.find((one) => one.phase === 'now') : undefined;
    if (stage === undefined || stage.id === last?.id) return null;
    return words.panel.stageAnnounce(words.panel.stage(stage.id, now.scan.series.slices));
  }
  if (now.at !== 'measured' || before.at === 'measured') return null;
  const { measurement } = now.result.measured;
  const ends = measurement.intervals.percent.bv5;
  if (measurement.percent.bv5 === null) return words.panel.announceNoBv5;
  const decimals = decimalsOfColumns(measurement).percent;
  const interval = ends === null ? words.panel.intervalNotKnown : formatRangeInWords(ends, decimals);
  return words.panel.announce(formatNumber(measurement.percent.bv5, decimals), interval);
}
