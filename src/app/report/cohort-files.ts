/** What the cohort can hand out: one entry a kind of file, each made only when it is asked for. */
import { cohortRowsCsv } from '../../core/cohort';
import { fileNames, flowDiagram, printInk, resultTables } from '../../core/statistics';
import { version } from '../../core/version';
import type { ExportFile } from '../../engine';
import { sessionText } from '../../storage';
import type { CohortModel } from '../state/cohort';
import { studyHash, studyRecord } from '../state/study';
import type { Workspace } from '../state/workspace';
import { figureFor, runCards } from '../statistics/cards';
import { tableOne, tableOneCsv } from '../statistics/table-one';
import { reportWords } from '../words-report';

export interface CohortExport {
  readonly id: 'cohort' | 'statistics' | 'tableOne' | 'figures' | 'profile' | 'session';
  readonly name: string;
  readonly what: string;
  /** Ticked at first. */
  readonly usual: boolean;
  make(): readonly ExportFile[];
}

const file = (name: string, text: string): ExportFile => ({ name, bytes: new TextEncoder().encode(text) });

export function cohortExports(workspace: Workspace, cohort: CohortModel): readonly CohortExport[] {
  const settings = workspace.settings.value;
  const entry = (id: CohortExport['id'], usual: boolean, make: CohortExport['make']): CohortExport => ({
    id,
    ...reportWords[id],
    usual,
    make,
  });
  return [
    entry('cohort', true, () => [file('cohort.csv', cohortRowsCsv(cohort.whole.value, cohort.rows.value))]),
    entry('statistics', true, () => {
      const cards = runCards(settings, cohort);
      const results = cards.map(({ result }) => result);
      const { entered, excluded, analysed } = cohort.flow.value;
      const document = {
        format: 'bvx-statistics',
        format_version: '1.0',
        program: { name: 'BVX', version },
        profile_hash: studyHash(settings),
        flow: { entered, excluded, analysed },
        results: results.map(({ id, test, result }) => ({ id, test, result })),
      };
      const tables = resultTables(results, fileNames(results.map(({ id }) => id)));
      return [
        file('statistics.json', `${JSON.stringify(document, null, 1)}\n`),
        ...tables.map(({ name, text }) => file(name, text)),
      ];
    }),
    entry('tableOne', true, () => {
      const table = tableOne(cohort, settings);
      return table === null ? [] : [file('table1.csv', tableOneCsv(table))];
    }),
    entry('figures', true, () => {
      const cards = runCards(settings, cohort);
      const names = fileNames(cards.map(({ plan }) => plan.id));
      const figures = cards.flatMap((card) => {
        const svg = figureFor(card, printInk, null);
        return svg === null ? [] : [file(`${names.get(card.plan.id) ?? '_'}.svg`, svg)];
      });
      return [...figures, file('flow.svg', flowDiagram(cohort.flow.value, 'Flow of the cohort', printInk))];
    }),
    entry('profile', false, () => {
      const log = [...workspace.records.value.log.values()].map(({ at, what }) => ({ at, what }));
      const document = {
        profile: studyRecord(settings),
        profile_hash: studyHash(settings),
        locked: settings.locked,
        log,
      };
      return [file('profile.json', `${JSON.stringify(document, null, 1)}\n`)];
    }),
    entry('session', false, () => [file('bvx-session.json', sessionText(workspace.everything()))]),
  ];
}
