/** Which fields the form has, in the order of the keyboard: the print-out first, then breathing, then the folded blocks. */
import { findAnyField, gasChoices, otherUnits, type GasUnit } from '../../core/blood-gas';
import { gasWords } from '../words-gases';
import { trialWords } from '../words-trial';

/** A number of the form; its limits stand in the core under the same name. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
}

/** Short labels, where those of the core are too long for a third of the form, and signs. */
const labels: Readonly<Record<string, string>> = {
  paco2_mmhg: 'PaCO₂',
  pao2_mmhg: 'PaO₂',
  hco3_mmol_l: 'HCO₃⁻',
  sao2_percent: 'SaO₂',
  spo2_percent: 'SpO₂',
  fio2: 'FiO₂',
  pb_mmhg: 'Barometer',
  resp_rate_min: 'Resp. rate',
  pplat_cmh2o: 'Plateau',
  map_airway_cmh2o: 'Mean airway',
  aop_cmh2o: 'Opening pressure',
  methb_percent: 'MetHb',
  cohb_percent: 'COHb',
  pvo2_mmhg: 'PvO₂',
  svo2_percent: 'SvO₂',
  o2_flow_l_min: 'O₂ flow',
  rq: 'R',
  minutes_in_condition: gasWords.minutes,
  pressure_support_cmh2o: 'Pressure support',
  iloprost_ug_ml: 'Concentration',
  sap_mmhg: 'Systolic',
  dap_mmhg: 'Diastolic',
  pap_systolic_mmhg: 'PAP systolic',
  tr_vmax_m_s: 'TR velocity',
  rv_lv_ratio: 'RV/LV',
  'eit.shunt_percent': 'Shunt',
  'eit.dead_space_percent': 'Dead space',
  'eit.matched_percent': 'Matched',
  eit_dorsal_ventilation_percent: 'Dorsal',
  'ri.pplat_low_cmh2o': 'Plateau at low',
  'ri.vte_release_ml': 'VTe released',
  gestational_age_weeks: 'Gestation',
  hours_since_prone: 'Since prone',
};

const field = (name: string): FormField => {
  const found = findAnyField(name);
  const unit = (found?.unit ?? '').replace('cmH2O', 'cmH₂O');
  return { name, label: labels[name] ?? found?.label ?? name, unit };
};
const fields = (...names: readonly string[]): readonly FormField[] => names.map(field);

export const printoutFields = fields(
  'ph',
  'paco2_mmhg',
  'pao2_mmhg',
  'hco3_mmol_l',
  'sao2_percent',
  'hb_g_dl',
  'lactate_mmol_l',
  'fio2',
);
export const breathingFields = fields('o2_flow_l_min', 'spo2_percent', 'resp_rate_min');
export const drugFields = fields('ino_ppm', 'almitrine_ug_kg_min', 'minutes_in_condition');
export const placeFields = fields('pb_mmhg', 'altitude_m', 'temperature_c');

/** A choice of codes that belongs to a gas. */
export interface FormChoice {
  readonly name: string;
  readonly label: string;
  readonly codes: readonly string[];
}

export interface FormBlock {
  readonly id: string;
  readonly title: string;
  readonly choices: readonly FormChoice[];
  /** Free words: name and label. */
  readonly texts: readonly (readonly [name: string, label: string])[];
  readonly fields: readonly FormField[];
}

const yesNo = ['yes', 'no'] as const;
/** Steps of a treatment after its baseline; more than a morning has. */
export const phases: readonly string[] = ['baseline', ...Array.from({ length: 8 }, (_, i) => `step_${i + 1}`), 'wean'];

const block = (
  id: keyof typeof gasWords.blocks,
  its: readonly FormField[],
  choices: readonly FormChoice[] = [],
  texts: FormBlock['texts'] = [],
): FormBlock => ({ id, title: gasWords.blocks[id], fields: its, choices, texts });

export const blocks: readonly FormBlock[] = [
  block('blood', fields('base_excess_mmol_l', 'methb_percent', 'cohb_percent', 'pvo2_mmhg', 'svo2_percent', 'rq'), [
    { name: 'sample_type', label: gasWords.sampleType, codes: gasChoices.sample_type },
    { name: 'sample_site', label: gasWords.sampleSite, codes: gasChoices.sample_site },
    { name: 'sample_side', label: gasWords.sampleSide, codes: gasChoices.sample_side },
    { name: 'phase', label: gasWords.phase, codes: phases },
  ]),
  block(
    'ventilation',
    fields(
      'vt_ml',
      'pplat_cmh2o',
      'peep_cmh2o',
      'map_airway_cmh2o',
      'aop_cmh2o',
      'peep_set_cmh2o',
      'pressure_support_cmh2o',
    ),
    [],
    [['ventilator_mode', gasWords.ventilatorMode]],
  ),
  block('iloprost', fields('iloprost_ng_kg_min', 'iloprost_ug_ml')),
  block(
    'recruitment',
    fields('ri.peep_high_cmh2o', 'ri.peep_low_cmh2o', 'ri.pplat_low_cmh2o', 'ri.vt_ml', 'ri.vte_release_ml'),
  ),
  block(
    'eit',
    fields('eit.shunt_percent', 'eit.dead_space_percent', 'eit.matched_percent', 'eit_dorsal_ventilation_percent'),
  ),
  block(
    'echo',
    fields(
      'sap_mmhg',
      'dap_mmhg',
      'map_mmhg',
      'hr_min',
      'vti_lvot_cm',
      'cardiac_index',
      'tr_vmax_m_s',
      'lv_eccentricity',
      'rv_lv_ratio',
      'pap_systolic_mmhg',
    ),
    [
      { name: 'pfo', label: 'PFO', codes: yesNo },
      { name: 'microbubbles', label: gasWords.microbubbles, codes: ['positive', 'negative'] },
    ],
  ),
];

/** Fields of the patient, not of one gas. */
export const patientFields = fields('age_years', 'height_cm', 'weight_kg', 'gestational_age_weeks');
export const backgroundFields = fields('charlson', 'saps2', 'days_intubated', 'hours_since_prone');
export const outcomeFields: readonly FormField[] = [
  field('death_day'),
  { name: 'ventilator_days', label: trialWords.days.ventilator, unit: '' },
  { name: 'rrt_days', label: trialWords.days.rrt, unit: '' },
  { name: 'vasopressor_days', label: trialWords.days.vasopressor, unit: '' },
];

/** Yes or no of a patient, under the names of files. */
export const patientFlags: readonly string[] = [
  'pcr_positive',
  'comorbidity_hypertension',
  'comorbidity_diabetes',
  'comorbidity_heart',
  'comorbidity_lung',
  'comorbidity_kidney',
  'comorbidity_cancer',
  'comorbidity_immunosuppression',
  'treatment_corticosteroids',
  'treatment_anticoagulation',
  'treatment_antivirals',
  'treatment_tocilizumab',
];
export const outcomeFlags: readonly string[] = ['icu_death', 'ecmo', 'limitation_of_therapy'];

export const allFields: ReadonlyMap<string, FormField> = new Map(
  [
    ...printoutFields,
    ...breathingFields,
    ...drugFields,
    ...placeFields,
    ...blocks.flatMap((one) => one.fields),
    ...patientFields,
    ...backgroundFields,
    ...outcomeFields,
  ].map((one) => [one.name, one]),
);

export const isPressure = (name: string): boolean => otherUnits(name).some(({ suffix }) => suffix === 'kpa');

/** Units to choose from in the field itself: those that the switch of pressures does not set. */
export const unitsInField = (name: string): readonly GasUnit[] =>
  otherUnits(name).filter(({ suffix }) => suffix !== 'kpa');

/** The unit of an ending; null for the field's own. */
export function unitOf(name: string, suffix: string | null): GasUnit | null {
  return suffix === null ? null : (otherUnits(name).find((unit) => unit.suffix === suffix) ?? null);
}

export const choices = gasChoices;
