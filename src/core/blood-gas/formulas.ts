/** Derived values of a blood gas with their formulas and sources, in the order in which they build up. */
import { exp } from '../maths';
import { waterVapour } from './air';
import type { Formula } from './formula';

/** Solubility and binding of oxygen: mL per g of haemoglobin, mL per dL and mmHg. */
const BOUND = 1.34;
const DISSOLVED = 0.0031;
/** FiO2 up to which normal values for room air apply. */
const ROOM_AIR_MOST = 0.215;

const gas = (name: string, label: string, decimals: number): Pick<Formula, 'name' | 'label' | 'unit' | 'decimals'> => ({
  name,
  label,
  unit: 'mmHg',
  decimals,
});

export const airFormulas: readonly Formula[] = [
  {
    ...gas('ph2o_mmhg', 'PH2O', 1),
    text: '47 × 10^(1730.63/270.426 − 1730.63/(233.426 + {temperature_c}))',
    source: 'Antoine equation for water, 47 mmHg at 37 °C',
    compute: (v) => waterVapour(v('temperature_c')),
  },
  {
    ...gas('pio2_mmhg', 'PiO2', 1),
    text: '{fio2} × ({pb_mmhg} − {ph2o_mmhg})',
    source: 'definition',
    compute: (v) => v('fio2') * (v('pb_mmhg') - v('ph2o_mmhg')),
  },
  {
    ...gas('palv_o2_simple_mmhg', 'PAO2 (simplified)', 1),
    text: '{pio2_mmhg} − {paco2_mmhg} / {rq}',
    source: 'bedside form',
    compute: (v) => v('pio2_mmhg') - v('paco2_mmhg') / v('rq'),
  },
  {
    ...gas('palv_o2_full_mmhg', 'PAO2', 1),
    text: '{pio2_mmhg} − {paco2_mmhg} × ({fio2} + (1 − {fio2}) / {rq})',
    source: 'Fenn, Rahn & Otis 1946',
    compute: (v) => v('pio2_mmhg') - v('paco2_mmhg') * (v('fio2') + (1 - v('fio2')) / v('rq')),
  },
];

export const oxygenFormulas: readonly Formula[] = [
  {
    ...gas('aado2_simple_mmhg', 'AaDO2 (simplified)', 1),
    text: '{palv_o2_simple_mmhg} − {pao2_mmhg}',
    source: 'bedside form',
    compute: (v) => v('palv_o2_simple_mmhg') - v('pao2_mmhg'),
  },
  {
    ...gas('aado2_full_mmhg', 'AaDO2', 1),
    text: '{palv_o2_full_mmhg} − {pao2_mmhg}',
    source: 'Fenn, Rahn & Otis 1946',
    compute: (v) => v('palv_o2_full_mmhg') - v('pao2_mmhg'),
  },
  {
    name: 'a_over_a',
    label: 'a/A',
    unit: '',
    decimals: 2,
    text: '{pao2_mmhg} / {palv_o2_full_mmhg}',
    source: 'Gilbert & Keighley 1974',
    compute: (v) => v('pao2_mmhg') / v('palv_o2_full_mmhg'),
  },
  {
    ...gas('pf_mmhg', 'P/F', 0),
    text: '{pao2_mmhg} / {fio2}',
    source: 'Berlin definition 2012',
    compute: (v) => v('pao2_mmhg') / v('fio2'),
  },
  {
    name: 'sf',
    label: 'S/F',
    unit: '',
    decimals: 0,
    text: '{spo2_percent} / {fio2}',
    source: 'Rice 2007; valid up to SpO2 97 %',
    compute: (v) => v('spo2_percent') / v('fio2'),
  },
  {
    name: 'oi',
    label: 'Oxygenation index',
    unit: '',
    decimals: 1,
    text: '{map_airway_cmh2o} × {fio2} × 100 / {pao2_mmhg}',
    source: 'definition',
    compute: (v) => (v('map_airway_cmh2o') * v('fio2') * 100) / v('pao2_mmhg'),
  },
  {
    name: 'osi',
    label: 'Oxygen saturation index',
    unit: '',
    decimals: 1,
    text: '{map_airway_cmh2o} × {fio2} × 100 / {spo2_percent}',
    source: 'definition',
    compute: (v) => (v('map_airway_cmh2o') * v('fio2') * 100) / v('spo2_percent'),
  },
  {
    name: 'rox',
    label: 'ROX',
    unit: '',
    decimals: 2,
    text: '({spo2_percent} / {fio2}) / {resp_rate_min}',
    source: 'Roca 2019',
    compute: (v) => v('spo2_percent') / v('fio2') / v('resp_rate_min'),
  },
  {
    ...gas('expected_aado2_mmhg', 'Expected AaDO2', 0),
    text: '{age_years} / 4 + 4',
    source: 'Mellemgaard 1966, room air',
    compute: (v) => v('age_years') / 4 + 4,
  },
  {
    ...gas('expected_pao2_mmhg', 'Expected PaO2', 0),
    text: '109 − 0.43 × {age_years}',
    source: 'Sorbini 1968, room air',
    compute: (v) => 109 - 0.43 * v('age_years'),
  },
  {
    name: 'hco3_calc_mmol_l',
    label: 'HCO3 calculated',
    unit: 'mmol/L',
    decimals: 1,
    text: '0.0307 × {paco2_mmhg} × 10^({ph} − 6.105)',
    source: 'Henderson–Hasselbalch',
    compute: (v) => 0.0307 * v('paco2_mmhg') * exp(Math.LN10 * (v('ph') - 6.105)),
  },
];

/** Normal values of room air: left out on oxygen. */
export const isRoomAir = (fio2: number): boolean => fio2 <= ROOM_AIR_MOST;
export const roomAirOnly: readonly string[] = ['expected_aado2_mmhg', 'expected_pao2_mmhg'];

/** Values that only an arterial sample gives; what is made from them is missing, too. */
export const arterialOnly: readonly string[] = [
  'aado2_simple_mmhg',
  'aado2_full_mmhg',
  'a_over_a',
  'pf_mmhg',
  'oi',
  'cao2_ml_dl',
];

export const shuntFormulas: readonly Formula[] = [
  {
    name: 'cco2_ml_dl',
    label: 'Cc',
    unit: 'mL/dL',
    decimals: 2,
    text: '1.34 × {hb_g_dl} × (1 − {methb_percent}/100 − {cohb_percent}/100) + 0.0031 × {palv_o2_full_mmhg}',
    source: 'oxygen content at full saturation',
    compute: (v) =>
      BOUND * v('hb_g_dl') * (1 - v('methb_percent') / 100 - v('cohb_percent') / 100) +
      DISSOLVED * v('palv_o2_full_mmhg'),
  },
  {
    name: 'cao2_ml_dl',
    label: 'Ca',
    unit: 'mL/dL',
    decimals: 2,
    text: '1.34 × {hb_g_dl} × {sao2_fraction} + 0.0031 × {pao2_mmhg}',
    source: 'oxygen content; saturation measured, else Severinghaus 1979',
    compute: (v) => BOUND * v('hb_g_dl') * v('sao2_fraction') + DISSOLVED * v('pao2_mmhg'),
  },
  {
    name: 'cvo2_ml_dl',
    label: 'Cv',
    unit: 'mL/dL',
    decimals: 2,
    text: '1.34 × {hb_g_dl} × {svo2_percent}/100 + 0.0031 × {pvo2_mmhg}',
    source: 'oxygen content',
    compute: (v) => (BOUND * v('hb_g_dl') * v('svo2_percent')) / 100 + DISSOLVED * v('pvo2_mmhg'),
  },
  {
    name: 'qs_qt_measured',
    label: 'Qs/Qt',
    unit: '',
    decimals: 2,
    text: '({cco2_ml_dl} − {cao2_ml_dl}) / ({cco2_ml_dl} − {cvo2_ml_dl})',
    source: 'Berggren 1942',
    compute: (v) => (v('cco2_ml_dl') - v('cao2_ml_dl')) / (v('cco2_ml_dl') - v('cvo2_ml_dl')),
  },
  {
    name: 'qs_qt_estimated',
    label: 'Qs/Qt estimated',
    unit: '',
    decimals: 2,
    text: '({cco2_ml_dl} − {cao2_ml_dl}) / ({cco2_ml_dl} − {cao2_ml_dl} + {av_o2_difference_ml_dl})',
    source: 'Berggren 1942 with an assumed arteriovenous difference',
    estimate: true,
    compute: (v) => {
      const lost = v('cco2_ml_dl') - v('cao2_ml_dl');
      return lost / (lost + v('av_o2_difference_ml_dl'));
    },
  },
];

/** Saturation from PO2 where none was measured (Severinghaus 1979), as a fraction. */
export function severinghausSaturation(po2Mmhg: number): number {
  return 1 / (1 + 23400 / (po2Mmhg * po2Mmhg * po2Mmhg + 150 * po2Mmhg));
}

export const responseFormulas: readonly Formula[] = [
  {
    ...gas('response_mmhg', 'Δ P/F', 0),
    text: '{pf_mmhg} − {baseline.pf_mmhg}',
    source: 'Ann Intensive Care 2020;10:151',
    compute: (v) => v('pf_mmhg') - v('baseline.pf_mmhg'),
  },
  {
    name: 'response_percent',
    label: 'Δ P/F',
    unit: '%',
    decimals: 1,
    text: '100 × {response_mmhg} / {baseline.pf_mmhg}',
    source: 'Ann Intensive Care 2020;10:151',
    compute: (v) => (100 * v('response_mmhg')) / v('baseline.pf_mmhg'),
  },
];
