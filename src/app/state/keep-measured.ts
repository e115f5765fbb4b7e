/** Every measured scan goes into the workspace by itself, and again after a change by hand. */
import { watch } from 'vue';
import { readResultJson, rowOfResult } from '../../core/result';
import type { StoredScan } from '../../storage';
import { cohortWords } from '../words-cohort';
import type { Session } from './session';
import { localNow, type Workspace } from './workspace';

/** `ct-2026.zip` as `ct-2026`: the label of a case is the folder's or zip's own name. */
const caseOf = (label: string): string => label.replace(/\.(zip|dcm|nii|nii\.gz|nrrd|mha)$/i, '');

export function keepMeasured(session: Session, workspace: Workspace, clock: () => Date): void {
  watch(session.state, async (now, before) => {
    if (now.at !== 'measured' || (before.at === 'measured' && before.result === now.result)) return;
    const file = await session.exportResult();
    if (file === null) return;
    const read = readResultJson(new TextDecoder().decode(file.bytes));
    if (!read.ok) return;
    const id = read.value.scan.id;
    const known = workspace.records.value.scans.get(id) ?? null;
    const label = caseOf(now.scan.source.label);
    const scan: StoredScan = {
      id,
      patientId: known?.patientId ?? null,
      label,
      ctAt: now.result.facts.acquiredAt,
      origin: 'measured',
      measuredAt: localNow(clock()),
      row: rowOfResult(read.value),
    };
    workspace.change(cohortWords.steps.measured(label), [{ store: 'scans', before: known, after: scan }]);
    workspace.remember({ patientId: scan.patientId ?? label });
  });
}
