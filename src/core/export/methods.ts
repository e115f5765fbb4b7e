/** The paragraph on methods that goes with an export: what was measured and tested, with versions and hashes. */
import { isRefusal, findStatistic, type AnalysisResult } from '../statistics';
import type { Study } from './study';

export function methodsText(study: Study, results: readonly AnalysisResult[]): string {
  const { rows, program, profileHash } = study;
  const excluded = rows.filter((row) => row.excluded);
  const done = results.filter(({ result }) => !isRefusal(result));
  const tests = [...new Set(done.map(({ test }) => test))].map((test) => {
    const statistic = findStatistic(test);
    return `- ${statistic?.label ?? test} (R: ${statistic?.r ?? '–'}): ${(statistic?.assumptions ?? []).join(' ')}`;
  });
  const hashes = [...new Set(rows.flatMap(({ values }) => values.program_parameters_hash ?? []))];
  return [
    '# Methods',
    '',
    `Blood volume of pulmonary vessels was measured on chest CT with ${program.name} ${program.version}: lungs, vessel`,
    'candidates by ridge strength, centrelines, cross-sectional area by a least-squares fit of a disc blurred by the',
    'scan’s own point spread, blood volume by integrated contrast, binned by area into BV5 (1.25 to 5 mm²), BV5–10 and',
    'BV10 (from 10 mm²) as percent of their sum (TBV); intervals are 90 %.',
    ...hashes.map((hash) => `Parameters of the measurement: ${String(hash)}.`),
    '',
    'The alveolar–arterial difference follows the full alveolar gas equation (PiO2 − PaCO2 × (FiO2 + (1 − FiO2)/R)) unless',
    'a column says simple; FiO2 from device and flow is an estimate and marked so in `fio2_source`.',
    '',
    `${rows.length} rows, ${excluded.length} excluded${reasons(excluded.map(({ exclusionCode }) => exclusionCode))},`,
    `${rows.length - excluded.length} analysed. Rules of the study: ${profileHash}.`,
    '',
    'Tests are two-sided, missing values are left out test by test, p values are exact and, where a correction is named,',
    'adjusted. Each number equals that of R and is repeated by `statistics/analysis.R`.',
    ...(tests.length > 0 ? ['', ...tests] : []),
    '',
  ].join('\n');
}

function reasons(codes: readonly (string | null)[]): string {
  if (codes.length === 0) return '';
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code ?? 'by hand', (counts.get(code ?? 'by hand') ?? 0) + 1);
  return ` (${[...counts].map(([code, n]) => `${code} ${n}`).join(', ')})`;
}
