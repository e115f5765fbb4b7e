/** Which fields the form has, in the order of the keyboard: the print-out first, then breathing, then the folded blocks. */
import { findGasField, gasChoices, otherUnits, type GasUnit } from '../../core/blood-gas';
import { gasWords } from '../words-gases';

/** A number of the form. Those of the core have limits; the others are kept and handed on as typed. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
}

const labels: Readonly<Record<string, string>> = {
  paco2_mmhg: 'PaCO₂',
  pao2_mmhg: 'PaO₂',
  hco3_mmol_l: 'HCO₃⁻',
  sao2_percent: 'SaO₂',
  spo2_percent: 'SpO₂',
  fio2: 'FiO₂',
  pb_mmhg: 'Barometer',
  resp_rate_min: 'Resp. rate',
  peep_cmh2o: 'Total PEEP',
  pplat_cmh2o: 'Plateau',
  map_airway_cmh2o: 'Mean airway',
  aop_cmh2o: 'Opening pressure',
  methb_percent: 'MetHb',
  cohb_percent: 'COHb',
  pvo2_mmhg: 'PvO₂',
  svo2_percent: 'SvO₂',
  o2_flow_l_min: 'O₂ flow',
  rq: 'R',
};
const units: Readonly<Record<string, string>> = {
  peep_cmh2o: 'cmH₂O',
  pplat_cmh2o: 'cmH₂O',
  map_airway_cmh2o: 'cmH₂O',
  aop_cmh2o: 'cmH₂O',
};

const core = (name: string): FormField => {
  const field = findGasField(name);
  return { name, label: labels[name] ?? field?.label ?? name, unit: units[name] ?? field?.unit ?? '' };
};
const own = (name: string, label: string, unit: string): FormField => ({ name, label, unit });

export const printoutFields: readonly FormField[] = [
  'ph',
  'paco2_mmhg',
  'pao2_mmhg',
  'hco3_mmol_l',
  'sao2_percent',
  'hb_g_dl',
  'lactate_mmol_l',
  'fio2',
].map(core);

export const breathingFields: readonly FormField[] = ['o2_flow_l_min', 'spo2_percent', 'resp_rate_min'].map(core);
export const drugFields: readonly FormField[] = [
  core('ino_ppm'),
  own('almitrine_ug_kg_min', 'Almitrine', 'µg/kg/min'),
  own('minutes_in_condition', gasWords.minutes, 'min'),
];
export const placeFields: readonly FormField[] = ['pb_mmhg', 'altitude_m', 'temperature_c'].map(core);

export interface FormBlock {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly FormField[];
}

export const blocks: readonly FormBlock[] = [
  {
    id: 'blood',
    title: gasWords.blocks.blood,
    fields: ['base_excess_mmol_l', 'methb_percent', 'cohb_percent', 'pvo2_mmhg', 'svo2_percent', 'rq'].map(core),
  },
  {
    id: 'ventilation',
    title: gasWords.blocks.ventilation,
    fields: [
      ...['vt_ml', 'pplat_cmh2o', 'peep_cmh2o', 'map_airway_cmh2o', 'aop_cmh2o'].map(core),
      own('peep_set_cmh2o', 'PEEP set', 'cmH₂O'),
      own('pressure_support_cmh2o', 'Support', 'cmH₂O'),
    ],
  },
  {
    id: 'recruitment',
    title: gasWords.blocks.recruitment,
    fields: [
      own('ri.peep_high_cmh2o', 'PEEP high', 'cmH₂O'),
      own('ri.peep_low_cmh2o', 'PEEP low', 'cmH₂O'),
      own('ri.pplat_low_cmh2o', 'Plateau at low', 'cmH₂O'),
      own('ri.vt_ml', 'Tidal volume', 'mL'),
      own('ri.vte_release_ml', 'VTe released', 'mL'),
    ],
  },
  {
    id: 'eit',
    title: gasWords.blocks.eit,
    fields: [
      own('eit.shunt_percent', 'Shunt', '%'),
      own('eit.dead_space_percent', 'Dead space', '%'),
      own('eit.matched_percent', 'Matched', '%'),
      own('eit_dorsal_ventilation_percent', 'Dorsal', '%'),
    ],
  },
  {
    id: 'echo',
    title: gasWords.blocks.echo,
    fields: [
      own('sap_mmhg', 'Systolic', 'mmHg'),
      own('dap_mmhg', 'Diastolic', 'mmHg'),
      own('map_mmhg', 'Mean pressure', 'mmHg'),
      own('hr_min', 'Heart rate', '/min'),
      own('vti_lvot_cm', 'LVOT VTI', 'cm'),
      own('cardiac_index', 'Cardiac index', 'L/min/m²'),
      own('tr_vmax_m_s', 'TR velocity', 'm/s'),
      own('lv_eccentricity', 'LV eccentricity', ''),
      own('rv_lv_ratio', 'RV/LV', ''),
    ],
  },
  {
    id: 'severity',
    title: gasWords.blocks.severity,
    fields: [
      own('mottling_score', 'Mottling 0–5', ''),
      own('crt_finger_s', 'CRT finger', 's'),
      own('crt_knee_s', 'CRT knee', 's'),
      own('sofa.platelets', 'Platelets', '10³/mm³'),
      own('sofa.bilirubin_mg_dl', 'Bilirubin', 'mg/dL'),
      own('sofa.map_mmhg', 'MAP', 'mmHg'),
      own('sofa.norepinephrine_ug_kg_min', 'Norepinephr.', 'µg/kg/min'),
      own('sofa.dopamine_ug_kg_min', 'Dopamine', 'µg/kg/min'),
      own('sofa.epinephrine_ug_kg_min', 'Epinephrine', 'µg/kg/min'),
      own('sofa.gcs', 'Glasgow', ''),
      own('sofa.creatinine_mg_dl', 'Creatinine', 'mg/dL'),
      own('sofa.urine_ml_day', 'Urine', 'mL/day'),
    ],
  },
];

/** Fields of the patient, not of one gas. */
export const patientFields: readonly FormField[] = ['age_years', 'height_cm', 'weight_kg'].map(core);
export const outcomeFields: readonly FormField[] = [
  own('death_day', 'Died on day', ''),
  own('ventilator_days', 'Ventilator days', ''),
  own('rrt_days', 'RRT days', ''),
  own('vasopressor_days', 'Vasopressor days', ''),
];

export const allFields: ReadonlyMap<string, FormField> = new Map(
  [
    ...printoutFields,
    ...breathingFields,
    ...drugFields,
    ...placeFields,
    ...blocks.flatMap(({ fields }) => fields),
    ...patientFields,
    ...outcomeFields,
  ].map((field) => [field.name, field]),
);

export const isPressure = (name: string): boolean => otherUnits(name).some(({ suffix }) => suffix === 'kpa');

/** The unit of an ending; null for the field's own. */
export function unitOf(name: string, suffix: string | null): GasUnit | null {
  return suffix === null ? null : (otherUnits(name).find((unit) => unit.suffix === suffix) ?? null);
}

export const choices = gasChoices;
