/** All files of an export, and the one zip they go into. The same study gives the same bytes. */
import { zipSync } from 'fflate';
import type { CohortFlow } from '../cohort';
import { sha256OfText } from '../result';
import { runAnalyses, type Analysis, type AnalysisResult, type NamedText } from '../statistics';
import { bidsFiles } from './bids';
import { dictionaryColumns, dictionaryCsv } from './dictionary';
import { methodsText } from './methods';
import { statisticsFiles } from './statistics-files';
import type { Study } from './study';
import { analysedTable, longColumns, longCsv, wideColumns, wideCsv } from './wide-and-long';

export type ExportMode = 'clinical' | 'research';

export interface StudyExport {
  readonly files: readonly NamedText[];
  readonly results: readonly AnalysisResult[];
}

/** Files by path. The analyses run on the rows that are exported, so that table, numbers and script agree. */
export function studyFiles(
  study: Study,
  analyses: readonly Analysis[],
  mode: ExportMode,
  onTested: (count: number) => void = () => {},
): StudyExport {
  const table = analysedTable(study);
  const results = runAnalyses(analyses, table, onTested);
  const content: NamedText[] = [
    { name: 'measurements.csv', text: wideCsv(study) },
    { name: 'measurements_long.csv', text: longCsv(study) },
    {
      name: 'dictionary.csv',
      text: dictionaryCsv([...wideColumns(study), ...longColumns, ...dictionaryColumns], study.program.version),
    },
    { name: 'methods.md', text: methodsText(study, results) },
    ...statisticsFiles({ analyses, results, table, flow: flowOf(study), program: study.program }).map(
      ({ name, text }) => ({ name: `statistics/${name}`, text }),
    ),
    ...bidsFiles(study),
  ];
  const provenance = {
    format: 'bvx-export',
    format_version: '1.0',
    program: study.program,
    mode,
    profile_hash: study.profileHash,
    rows: study.rows.length,
    excluded: study.rows.filter(({ excluded }) => excluded).length,
    files: content.map(({ name, text }) => ({ name, sha256: sha256OfText(text) })),
  };
  return {
    files: [...content, { name: 'provenance.json', text: `${JSON.stringify(provenance, null, 2)}\n` }],
    results,
  };
}

/** How many rows there were, left out by code, and stayed. */
function flowOf({ rows }: Study): CohortFlow {
  const excluded: Record<string, number> = {};
  for (const row of rows.filter((one) => one.excluded)) {
    const code = row.exclusionCode ?? 'excluded_by_hand';
    excluded[code] = (excluded[code] ?? 0) + 1;
  }
  return { entered: rows.length, excluded, analysed: rows.filter((row) => !row.excluded).length };
}

/** A zip's own time field cannot be empty; its first day says nothing about when the study was. */
const NO_TIME = '1980-01-02T00:00:00';

export function zipFiles(files: readonly NamedText[]): Uint8Array {
  const encoder = new TextEncoder();
  return zipSync(Object.fromEntries(files.map(({ name, text }) => [name, encoder.encode(text)])), { mtime: NO_TIME });
}
