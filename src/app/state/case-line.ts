/** What the top bar says of where the user is: whose case, its facts, counts, what the export gives; hidden while blinded. */
import { computed, type Ref } from 'vue';
import { hides } from '../cohort/blinded';
import { importedGases } from '../gases/imported-gases';
import { words } from '../words';
import { cohortWords } from '../words-cohort';
import { gasWords } from '../words-gases';
import { statisticsWords } from '../words-statistics';
import type { Area } from './area';
import { caseFacts, caseName } from './captions';
import type { CohortModel } from './cohort';
import { isReading } from './machine';
import { recentCases } from './recent';
import type { Session } from './session';
import type { Workspace } from './workspace';

interface Sources {
  readonly session: Session;
  readonly workspace: Workspace;
  readonly cohort: CohortModel;
}

export function useCaseLine({ session, workspace, cohort }: Sources, area: Readonly<Ref<Area>>) {
  const openGases = computed(() => {
    const { patientId } = workspace.settings.value;
    if (patientId === null) return 0;
    const typed = [...workspace.records.value.gases.values()].filter((gas) => gas.patientId === patientId);
    const tables = cohort.tables.value.map(({ stored, imported }) => ({ id: stored.id, table: imported }));
    return typed.length + importedGases(patientId, tables).length;
  });
  const counts = computed(() => ({ gases: openGases.value, cohort: cohort.rows.value.length }));
  const inCohort = computed(() => area.value === 'cohort' || area.value === 'statistics');
  /** Reading blinded: what tells who is who, and figures beside groups, wait until the study is unblinded. */
  const blinded = computed(() => workspace.settings.value.blinding !== null);
  const hidesId = computed(() => hides(workspace.settings.value, 'id'));
  const hidesGases = computed(() => hidesId.value || hides(workspace.settings.value, 'gases'));
  const name = computed(() => {
    if (inCohort.value) return cohortWords.named(workspace.settings.value.name);
    const shown = area.value === 'gases' ? workspace.settings.value.patientId : caseName(session.state.value);
    return shown !== null && hidesId.value ? cohortWords.hidden : shown;
  });
  const facts = computed(() => {
    if (!inCohort.value) return area.value === 'gases' ? null : caseFacts(session.state.value);
    const { entered, analysed } = cohort.flow.value;
    if (area.value === 'statistics') return statisticsWords.of(analysed, entered);
    return cohortWords.facts(entered, cohort.gasCount.value);
  });
  /** What is kept from before, for the start page; names stay hidden while the study is read blinded. */
  const recent = computed(() => (hidesId.value ? [] : recentCases(workspace.records.value.scans.values())));
  const keptCohort = computed(() => {
    const { entered } = cohort.flow.value;
    if (entered === 0) return null;
    return { name: workspace.settings.value.name, facts: cohortWords.facts(entered, cohort.gasCount.value) };
  });
  /** What the export button does here: the scan's files, the cohort table, the figures. */
  const exporting = computed(() => {
    const filled = cohort.rows.value.length > 0 && !blinded.value;
    const off = blinded.value ? cohortWords.blindedText : cohortWords.empty.title;
    if (area.value === 'cohort') return { label: cohortWords.exportCohort, shown: true, can: filled, off };
    if (area.value === 'statistics') {
      return { label: statisticsWords.exportFigures, shown: true, can: filled, off };
    }
    if (area.value === 'gases') {
      return {
        label: words.top.export,
        shown: true,
        can: openGases.value > 0 && !blinded.value,
        off: blinded.value ? cohortWords.blindedText : gasWords.empty.titleNoScan,
      };
    }
    return {
      label: words.top.export,
      shown: isReading(session.state.value),
      can: session.state.value.at === 'measured',
      off: words.top.exportOff,
    };
  });
  return { hidesId, hidesGases, name, facts, counts, recent, keptCohort, exporting };
}
