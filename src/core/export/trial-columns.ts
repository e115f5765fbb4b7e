/** Columns of severity by day, outcome and background: `sofa_d0`, `free_days_rrt`, `comorbidity_diabetes`. */
import { findAnyField, type GasField } from '../blood-gas';

export interface TrialColumn {
  readonly label: string;
  readonly unit: string;
  readonly type: 'number' | 'text' | 'code' | 'flag';
  readonly levels: readonly string[];
  readonly source: 'typed' | 'computed';
  /** The field whose limits it has. */
  readonly field?: GasField;
}

const computed = (label: string, unit = ''): TrialColumn => ({
  label,
  unit,
  type: 'number',
  levels: [],
  source: 'computed',
});
const flag = (label: string): TrialColumn => ({ label, unit: '', type: 'flag', levels: ['0', '1'], source: 'typed' });

const single: Readonly<Record<string, TrialColumn>> = {
  sofa: computed('SOFA of day 0'),
  delta_sofa: computed('SOFA of day 0 less day 7: higher is better'),
  mean_sofa: computed('Mean SOFA of days 1 to 7 over the days alive'),
  dead28: { ...computed('Dead by day 28'), type: 'flag', levels: ['0', '1'] },
  survival_days28: computed('Days alive to day 28', 'days'),
  free_days_ventilation: computed('Days free of the ventilator to day 28', 'days'),
  free_days_rrt: computed('Days free of renal replacement to day 28', 'days'),
  free_days_vasopressor: computed('Days free of vasopressors to day 28', 'days'),
  adverse_events: computed('Adverse events'),
  serious_adverse_events: computed('Serious adverse events'),
  pcr_positive: flag('PCR positive'),
  icu_death: flag('Died in the ICU'),
  ecmo: flag('ECMO'),
  limitation_of_therapy: flag('Limitation of therapy'),
  phase: {
    ...flag('Phase of the treatment'),
    type: 'code',
    levels: ['baseline', ...Array.from({ length: 8 }, (_, i) => `step_${i + 1}`), 'wean'],
  },
  berlin: {
    ...computed('Band of P/F by the Berlin definition, at PEEP of 5 or more'),
    type: 'code',
    levels: ['none', 'mild', 'moderate', 'severe', 'not_applicable'],
  },
  diagnosis: { ...flag('Diagnosis'), type: 'text', levels: [] },
  centre: { ...flag('Centre'), type: 'text', levels: [] },
  ventilator_mode: { ...flag('Ventilator mode'), type: 'text', levels: [] },
  condition_text: { ...flag('Condition in words'), type: 'text', levels: [] },
  allocation: { ...flag('Allocation, coded'), type: 'code', levels: ['A', 'B'] },
  analysis_set: { ...flag('Set'), type: 'code', levels: ['intention_to_treat', 'as_treated'] },
  baseline_pf_mmhg: computed('P/F of the gas that the response is set against', 'mmHg'),
  responder: { ...computed('Responder by the rule of the study'), type: 'flag', levels: ['0', '1'] },
};

const dayFlags: Readonly<Record<string, string>> = { support: 'Breathing supported', crrt: 'CRRT' };

/** What is known of such a column; null for any other. */
export function trialColumn(name: string): TrialColumn | null {
  if (Object.hasOwn(single, name)) return single[name];
  const [, group, what] = /^(comorbidity|treatment)_(.+)$/.exec(name) ?? [];
  if (group !== undefined) {
    return flag(`${group === 'comorbidity' ? 'Comorbidity' : 'Standard treatment'}: ${what.replaceAll('_', ' ')}`);
  }
  const [, stem, day] = /^(.+)_d(\d)$/.exec(name) ?? [];
  if (stem === undefined) return null;
  if (stem === 'sofa') return computed(`SOFA of day ${day}`);
  if (dayFlags[stem] !== undefined) return flag(`${dayFlags[stem]}, day ${day}`);
  const field = findAnyField(stem) ?? findAnyField(`${stem}_score`);
  if (field === null) return null;
  return { label: `${field.label}, day ${day}`, unit: field.unit, type: 'number', levels: [], source: 'typed', field };
}
