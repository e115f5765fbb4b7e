/** Derived values of ventilation, body and electrical impedance tomography. */
import type { Formula } from './formula';

export const mechanicsFormulas: readonly Formula[] = [
  {
    name: 'driving_pressure_cmh2o',
    label: 'Driving pressure',
    unit: 'cmH2O',
    decimals: 1,
    text: '{pplat_cmh2o} − {peep_cmh2o}',
    source: 'Amato 2015',
    compute: (v) => v('pplat_cmh2o') - v('peep_cmh2o'),
  },
  {
    name: 'compliance_ml_cmh2o',
    label: 'Compliance',
    unit: 'mL/cmH2O',
    decimals: 1,
    text: '{vt_ml} / {driving_pressure_cmh2o}',
    source: 'definition',
    compute: (v) => v('vt_ml') / v('driving_pressure_cmh2o'),
  },
  {
    name: 'crs_low_ml_cmh2o',
    label: 'Crs at low PEEP',
    unit: 'mL/cmH2O',
    decimals: 1,
    text: '{ri.vt_ml} / ({ri.pplat_low_cmh2o} − {ri.low_cmh2o})',
    source: 'Chen 2020; low is the low PEEP or the airway opening pressure above it',
    applies: (v) => v('ri.pplat_low_cmh2o') > v('ri.low_cmh2o'),
    compute: (v) => v('ri.vt_ml') / (v('ri.pplat_low_cmh2o') - v('ri.low_cmh2o')),
  },
  {
    name: 'recruited_volume_ml',
    label: 'Recruited volume',
    unit: 'mL',
    decimals: 0,
    text: '({ri.vte_release_ml} − {ri.vt_ml}) − {crs_low_ml_cmh2o} × ({ri.peep_high_cmh2o} − {ri.low_cmh2o})',
    source: 'Chen 2020',
    compute: (v) =>
      v('ri.vte_release_ml') - v('ri.vt_ml') - v('crs_low_ml_cmh2o') * (v('ri.peep_high_cmh2o') - v('ri.low_cmh2o')),
  },
  {
    name: 'crec_ml_cmh2o',
    label: 'Compliance of recruited lung',
    unit: 'mL/cmH2O',
    decimals: 1,
    text: '{recruited_volume_ml} / ({ri.peep_high_cmh2o} − {ri.low_cmh2o})',
    source: 'Chen 2020',
    applies: (v) => v('ri.peep_high_cmh2o') > v('ri.low_cmh2o'),
    compute: (v) => v('recruited_volume_ml') / (v('ri.peep_high_cmh2o') - v('ri.low_cmh2o')),
  },
  {
    name: 'ri_ratio',
    label: 'Recruitment-to-inflation ratio',
    unit: '',
    decimals: 2,
    text: '{crec_ml_cmh2o} / {crs_low_ml_cmh2o}',
    source: 'Chen 2020',
    compute: (v) => v('crec_ml_cmh2o') / v('crs_low_ml_cmh2o'),
  },
];

export const bodyFormulas: readonly Formula[] = [
  {
    name: 'pbw_kg',
    label: 'Predicted body weight',
    unit: 'kg',
    decimals: 1,
    text: '{pbw_base_kg} + 0.91 × ({height_cm} − 152.4)',
    source: 'Devine 1974, ARDSNet; base 50 kg for men, 45.5 kg for women',
    compute: (v) => v('pbw_base_kg') + 0.91 * (v('height_cm') - 152.4),
  },
  {
    name: 'vt_ml_kg_pbw',
    label: 'VT/PBW',
    unit: 'mL/kg',
    decimals: 1,
    text: '{vt_ml} / {pbw_kg}',
    source: 'ARDSNet',
    compute: (v) => v('vt_ml') / v('pbw_kg'),
  },
  {
    name: 'bmi_kg_m2',
    label: 'Body mass index',
    unit: 'kg/m²',
    decimals: 1,
    text: '{weight_kg} / ({height_cm}/100)²',
    source: 'definition',
    compute: (v) => v('weight_kg') / ((v('height_cm') / 100) * (v('height_cm') / 100)),
  },
  {
    name: 'iloprost_ml_h',
    label: 'Iloprost rate',
    unit: 'mL/h',
    decimals: 2,
    text: '{iloprost_ng_kg_min} × {pbw_kg} × 60 / 1000 / {iloprost_ug_ml}',
    source: 'I-MICRO protocol, Trials 2020;21:601',
    compute: (v) => (v('iloprost_ng_kg_min') * v('pbw_kg') * 60) / 1000 / v('iloprost_ug_ml'),
  },
];

export const eitFormulas: readonly Formula[] = [
  {
    name: 'eit_sum_percent',
    label: 'EIT parts',
    unit: '%',
    decimals: 2,
    text: '{eit.shunt_percent} + {eit.dead_space_percent} + {eit.matched_percent}',
    source: 'perfused only, ventilated only, both',
    compute: (v) => v('eit.shunt_percent') + v('eit.dead_space_percent') + v('eit.matched_percent'),
  },
  {
    name: 'eit_vq_ratio_mismatch_percent',
    label: 'Mismatched',
    unit: '%',
    decimals: 2,
    text: '{eit.shunt_percent} + {eit.dead_space_percent}',
    source: 'Front Med 2024, 1371183',
    compute: (v) => v('eit.shunt_percent') + v('eit.dead_space_percent'),
  },
];
