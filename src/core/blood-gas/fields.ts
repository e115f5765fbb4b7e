/**
 * The numbers of a blood gas: names in files, labels, units, and two ranges. Outside the first a value is refused,
 * outside the second it is unusual and kept once confirmed; both include their ends.
 */

export interface GasField {
  /** Name in files; carries the unit. */
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly refuseLow: number;
  readonly refuseHigh: number;
  readonly usualLow: number;
  readonly usualHigh: number;
  readonly decimals: number;
}

type Row = readonly [name: string, label: string, unit: string, refuse: Range, usual: Range, decimals: number];
type Range = readonly [low: number, high: number];

const rows: readonly Row[] = [
  ['age_years', 'Age', 'years', [0, 120], [18, 100], 0],
  ['height_cm', 'Height', 'cm', [30, 250], [140, 205], 0],
  ['weight_kg', 'Weight', 'kg', [0.3, 400], [35, 200], 1],
  ['temperature_c', 'Temperature', '°C', [25, 43], [34, 40.5], 1],
  ['altitude_m', 'Altitude', 'm', [-430, 5500], [-50, 3000], 0],
  ['pb_mmhg', 'Barometric pressure', 'mmHg', [380, 820], [600, 790], 0],
  ['fio2', 'FiO2', '', [0.21, 1], [0.21, 1], 2],
  ['o2_flow_l_min', 'Oxygen flow', 'L/min', [0, 80], [0, 60], 1],
  ['ph', 'pH', '', [6.5, 8], [7.1, 7.65], 2],
  ['paco2_mmhg', 'PaCO2', 'mmHg', [5, 200], [20, 90], 1],
  ['pao2_mmhg', 'PaO2', 'mmHg', [10, 750], [35, 500], 1],
  ['hco3_mmol_l', 'HCO3', 'mmol/L', [1, 80], [10, 45], 1],
  ['base_excess_mmol_l', 'Base excess', 'mmol/L', [-40, 40], [-15, 15], 1],
  ['sao2_percent', 'SaO2', '%', [10, 100], [60, 100], 1],
  ['spo2_percent', 'SpO2', '%', [30, 100], [70, 100], 0],
  ['hb_g_dl', 'Haemoglobin', 'g/dL', [1, 30], [5, 20], 1],
  ['lactate_mmol_l', 'Lactate', 'mmol/L', [0, 40], [0.3, 15], 1],
  ['methb_percent', 'Methaemoglobin', '%', [0, 80], [0, 5], 1],
  ['cohb_percent', 'Carboxyhaemoglobin', '%', [0, 80], [0, 10], 1],
  ['pvo2_mmhg', 'Mixed venous PO2', 'mmHg', [5, 150], [20, 60], 1],
  ['svo2_percent', 'Mixed venous saturation', '%', [5, 100], [40, 90], 1],
  ['resp_rate_min', 'Respiratory rate', '/min', [1, 100], [6, 50], 0],
  ['rq', 'Respiratory quotient', '', [0.6, 1.3], [0.7, 1], 2],
  ['map_airway_cmh2o', 'Mean airway pressure', 'cmH2O', [1, 60], [5, 35], 1],
  ['peep_cmh2o', 'Total PEEP', 'cmH2O', [0, 40], [0, 24], 1],
  ['pplat_cmh2o', 'Plateau pressure', 'cmH2O', [1, 90], [10, 40], 1],
  ['vt_ml', 'Tidal volume', 'mL', [5, 2000], [150, 800], 0],
  ['aop_cmh2o', 'Airway opening pressure', 'cmH2O', [0, 40], [0, 20], 1],
  ['ino_ppm', 'iNO', 'ppm', [0, 80], [0, 40], 1],
  ['almitrine_ug_kg_min', 'Almitrine', 'µg/kg/min', [0, 30], [0, 16], 1],
];

export const gasFields: readonly GasField[] = rows.map(([name, label, unit, refuse, usual, decimals]) => ({
  name,
  label,
  unit,
  refuseLow: refuse[0],
  refuseHigh: refuse[1],
  usualLow: usual[0],
  usualHigh: usual[1],
  decimals,
}));

const byName = new Map(gasFields.map((field) => [field.name, field]));

export function findGasField(name: string): GasField | null {
  return byName.get(name) ?? null;
}

/** Choices, stored as these codes. */
export const gasChoices = {
  sample_type: ['arterial', 'arterialised_capillary', 'capillary', 'venous', 'central_venous', 'mixed_venous'],
  sample_site: ['radial', 'femoral', 'umbilical', 'other'],
  /** Before or behind the arterial duct, in newborns. */
  sample_side: ['preductal', 'postductal'],
  /** The temperature that the analyser gives its pressures for. */
  reported_at: ['body37', 'patient'],
  position: ['supine', 'prone', 'lateral', 'sitting'],
  condition: ['room_air', 'oxygen', 'hfnc', 'niv', 'ventilated', 'ino', 'ino_almitrine', 'almitrine', 'other'],
  o2_device: [
    'room_air',
    'nasal_cannula',
    'simple_mask',
    'reservoir_mask',
    'venturi',
    'hfnc',
    'cpap_niv',
    'ventilator',
  ],
} as const;
