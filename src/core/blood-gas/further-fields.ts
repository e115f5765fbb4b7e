/**
 * Further numbers that stand beside a blood gas: the newborn, set ventilation, iloprost, circulation, impedance
 * tomography, severity by day, outcome. No study gives limits for them; what is refused here cannot be, what is unusual
 * is worth a second look.
 */
import { findGasField, type GasField } from './fields';

type Range = readonly [low: number, high: number];
type Row = readonly [name: string, label: string, unit: string, refuse: Range, usual: Range, decimals: number];

/** Of one gas. */
const besideGas: readonly Row[] = [
  ['minutes_in_condition', 'Minutes in condition', 'min', [0, 100_000], [0, 20_160], 0],
  ['peep_set_cmh2o', 'PEEP set', 'cmH2O', [0, 40], [0, 24], 1],
  ['pressure_support_cmh2o', 'Pressure support', 'cmH2O', [0, 60], [0, 30], 1],
  ['iloprost_ng_kg_min', 'Iloprost', 'ng/kg/min', [0, 10], [0, 2], 2],
  ['iloprost_ug_ml', 'Iloprost concentration', 'µg/mL', [0.01, 100], [0.2, 20], 2],
  ['sap_mmhg', 'Systolic pressure', 'mmHg', [20, 320], [70, 220], 0],
  ['dap_mmhg', 'Diastolic pressure', 'mmHg', [5, 220], [30, 120], 0],
  ['map_mmhg', 'Mean pressure', 'mmHg', [10, 250], [45, 150], 0],
  ['hr_min', 'Heart rate', '/min', [10, 350], [40, 180], 0],
  ['pap_systolic_mmhg', 'Systolic pulmonary pressure', 'mmHg', [5, 200], [10, 100], 0],
  ['vti_lvot_cm', 'LVOT VTI', 'cm', [1, 60], [8, 35], 1],
  ['cardiac_index', 'Cardiac index', 'L/min/m²', [0.3, 15], [1.5, 7], 1],
  ['tr_vmax_m_s', 'TR peak velocity', 'm/s', [0.5, 8], [1.5, 5], 1],
  ['lv_eccentricity', 'LV eccentricity', '', [0.3, 4], [0.8, 2], 2],
  ['rv_lv_ratio', 'RV/LV ratio', '', [0.1, 4], [0.3, 1.5], 2],
  ['eit.shunt_percent', 'EIT shunt', '%', [0, 100], [0, 100], 1],
  ['eit.dead_space_percent', 'EIT dead space', '%', [0, 100], [0, 100], 1],
  ['eit.matched_percent', 'EIT matched', '%', [0, 100], [0, 100], 1],
  ['eit_dorsal_ventilation_percent', 'Dorsal ventilation', '%', [0, 100], [0, 100], 1],
  ['ri.peep_high_cmh2o', 'PEEP high', 'cmH2O', [0, 60], [5, 30], 1],
  ['ri.peep_low_cmh2o', 'PEEP low', 'cmH2O', [0, 40], [0, 15], 1],
  ['ri.pplat_low_cmh2o', 'Plateau at low PEEP', 'cmH2O', [1, 90], [8, 40], 1],
  ['ri.vt_ml', 'Tidal volume', 'mL', [5, 2000], [150, 800], 0],
  ['ri.vte_release_ml', 'Volume released', 'mL', [5, 5000], [200, 2500], 0],
];

/** Of the patient or of a day. */
const ofPatient: readonly Row[] = [
  // above 34 weeks iNO has been studied in newborns (iNO guidance text)
  ['gestational_age_weeks', 'Gestational age', 'weeks', [20, 45], [34, 42], 0],
  ['mottling_score', 'Mottling score', '', [0, 5], [0, 5], 0],
  ['crt_finger_s', 'Capillary refill, finger', 's', [0, 30], [0, 10], 1],
  ['crt_knee_s', 'Capillary refill, knee', 's', [0, 30], [0, 10], 1],
  ['day_pf_mmhg', 'Worst P/F', 'mmHg', [10, 800], [40, 600], 0],
  ['platelets_10e3_mm3', 'Platelets', '10³/mm³', [0, 3000], [5, 1000], 0],
  ['bilirubin_mg_dl', 'Bilirubin', 'mg/dL', [0, 80], [0.1, 40], 1],
  ['norepinephrine_ug_kg_min', 'Norepinephrine', 'µg/kg/min', [0, 10], [0, 3], 2],
  ['epinephrine_ug_kg_min', 'Epinephrine', 'µg/kg/min', [0, 10], [0, 3], 2],
  ['dopamine_ug_kg_min', 'Dopamine', 'µg/kg/min', [0, 60], [0, 25], 1],
  ['dobutamine_ug_kg_min', 'Dobutamine', 'µg/kg/min', [0, 60], [0, 25], 1],
  ['gcs', 'Glasgow score', '', [3, 15], [3, 15], 0],
  ['creatinine_mg_dl', 'Creatinine', 'mg/dL', [0, 40], [0.2, 15], 1],
  ['urine_ml_day', 'Urine', 'mL/day', [0, 30_000], [0, 8000], 0],
  ['fluid_balance_ml', 'Fluid balance', 'mL/day', [-30_000, 30_000], [-8000, 15_000], 0],
  ['day_lactate_mmol_l', 'Worst lactate', 'mmol/L', [0, 40], [0.3, 15], 1],
  ['propofol_mg_kg_h', 'Propofol', 'mg/kg/h', [0, 20], [0, 5], 1],
  ['midazolam_mg_h', 'Midazolam', 'mg/h', [0, 100], [0, 30], 1],
  ['sufentanil_ug_h', 'Sufentanil', 'µg/h', [0, 500], [0, 60], 1],
  ['charlson', 'Charlson index', '', [0, 40], [0, 15], 0],
  ['saps2', 'SAPS II', '', [0, 163], [0, 120], 0],
  ['days_intubated', 'Days intubated', 'days', [0, 1000], [0, 90], 1],
  ['hours_since_prone', 'Hours since prone', 'h', [0, 10_000], [0, 168], 1],
  ['death_day', 'Died on day', '', [0, 10_000], [0, 365], 0],
];

const fieldOf = ([name, label, unit, refuse, usual, decimals]: Row): GasField => ({
  name,
  label,
  unit,
  refuseLow: refuse[0],
  refuseHigh: refuse[1],
  usualLow: usual[0],
  usualHigh: usual[1],
  decimals,
});

export const fieldsBesideGas: readonly GasField[] = besideGas.map(fieldOf);
export const furtherFields: readonly GasField[] = [...fieldsBesideGas, ...ofPatient.map(fieldOf)];

const byName = new Map(furtherFields.map((field) => [field.name, field]));

/** A field of the gas, or one of those that stand beside it. */
export function findAnyField(name: string): GasField | null {
  return findGasField(name) ?? byName.get(name) ?? null;
}
