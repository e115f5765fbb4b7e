/**
 * The columns of a clinical table that are understood: what they hold, in which units they may come, and how they are
 * called in English, French, German and Dutch. A name in files is always understood as it is.
 */
import { findGasField, gasChoices, otherUnits } from '../blood-gas';

export type CohortFieldKind = 'id' | 'number' | 'category' | 'date' | 'flag' | 'text';

export interface CohortField {
  /** Name in files, the unit at its end. */
  readonly name: string;
  readonly kind: CohortFieldKind;
  /** Words for it in headers, without unit, in lower case without accents and signs. */
  readonly words: readonly string[];
  /** For numbers: units in headers → what one of them is in the field's own unit. */
  readonly units: Readonly<Record<string, number>>;
  /** For categories: each code with its words. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
}

const sexes = {
  M: ['m', 'male', 'man', 'homme', 'h', 'mann', 'mannlich', 'mannelijk', 'masculin'],
  F: ['f', 'female', 'woman', 'femme', 'frau', 'w', 'weiblich', 'vrouw', 'v', 'vrouwelijk', 'feminin'],
};

const samples: Readonly<Record<string, readonly string[]>> = {
  arterial: ['art', 'artery', 'arteriel', 'arterielle', 'arteriell', 'arterieel'],
  arterialised_capillary: ['arterialized capillary', 'capillaire arterialise', 'arterialisiert kapillar'],
  capillary: ['cap', 'capillaire', 'kapillar', 'capillair'],
  venous: ['ven', 'veineux', 'venos', 'veneus'],
  central_venous: ['veineux central', 'zentralvenos', 'centraal veneus'],
  mixed_venous: ['veineux mele', 'gemischtvenos', 'gemengd veneus'],
};

const positions: Readonly<Record<string, readonly string[]>> = {
  supine: ['back', 'dorsal', 'decubitus dorsal', 'rucken', 'ruckenlage', 'rugligging'],
  prone: ['belly', 'ventral', 'decubitus ventral', 'bauch', 'bauchlage', 'buikligging'],
  lateral: ['side', 'seitenlage', 'zijligging'],
  sitting: ['seated', 'assis', 'sitzend', 'zittend'],
};

const devices: Readonly<Record<string, readonly string[]>> = {
  room_air: ['air', 'ra', 'air ambiant', 'aa', 'raumluft', 'kamerlucht', 'none'],
  nasal_cannula: ['nasal', 'nasal prongs', 'cannula', 'lunettes', 'lunettes nasales', 'nasenbrille', 'neusbril'],
  simple_mask: ['mask', 'masque', 'masque simple', 'maske', 'masker'],
  reservoir_mask: ['non rebreather', 'nrb', 'mhc', 'masque haute concentration', 'reservoirmaske', 'reservoirmasker'],
  venturi: ['venturi mask', 'masque venturi'],
  hfnc: ['high flow', 'hfno', 'onhd', 'optiflow', 'airvo'],
  cpap_niv: ['cpap', 'niv', 'vni', 'bipap'],
  ventilator: ['ventilated', 'intubated', 'vm', 'beatmet', 'beademd'],
};

const conditions: Readonly<Record<string, readonly string[]>> = {
  ino: ['no', 'nitric oxide'],
  ino_almitrine: ['ino almitrine', 'no almitrine'],
  hfnc: ['high flow'],
  ventilated: ['ventilator'],
};

/** The codes of a choice with words beside each. */
function withWords(
  codes: readonly string[],
  words: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(codes.map((code) => [code, [code.replaceAll('_', ' '), ...(words[code] ?? [])]]));
}

const unitWords: Readonly<Record<string, readonly string[]>> = {
  kpa: ['kpa'],
  hpa: ['hpa', 'mbar'],
  g_l: ['g/l', 'g_l'],
  mmol_l: ['mmol/l', 'mmol_l'],
  mg_dl: ['mg/dl', 'mg_dl'],
};

/** Units of a number by their words; the own unit counts 1. */
function unitsOf(name: string, own: readonly string[], more: Readonly<Record<string, number>> = {}) {
  const units: Record<string, number> = { ...more };
  for (const word of own) units[word] = 1;
  for (const unit of otherUnits(name)) for (const word of unitWords[unit.suffix] ?? []) units[word] = unit.perUnit;
  return units;
}

const number = (
  name: string,
  words: readonly string[],
  own: readonly string[] = [],
  more: Readonly<Record<string, number>> = {},
): CohortField => ({ name, kind: 'number', words, units: unitsOf(name, own, more), categories: {} });

const other = (
  name: string,
  kind: CohortFieldKind,
  words: readonly string[],
  categories: Readonly<Record<string, readonly string[]>> = {},
): CohortField => ({ name, kind, words, units: {}, categories });

const mmhg = ['mmhg', 'mm hg', 'torr'];
const percent = ['%', 'percent', 'prozent', 'pct'];

export const cohortFields: readonly CohortField[] = [
  other('patient_id', 'id', [
    'patient id',
    'patient',
    'id',
    'subject',
    'subject id',
    'pid',
    'study id',
    'identifiant',
    'numero patient',
    'no patient',
    'patienten id',
    'patientennummer',
    'patientnummer',
    'patient nummer',
    'patient number',
  ]),
  other('scan_id', 'text', ['scan', 'scan id']),
  other('sex', 'category', ['sex', 'gender', 'sexe', 'geschlecht', 'geslacht'], sexes),
  number('age_years', ['age', 'alter', 'leeftijd'], ['years', 'y', 'yr', 'ans', 'jahre', 'jaar']),
  number('height_cm', ['height', 'taille', 'grosse', 'lengte', 'korpergrosse'], ['cm'], { m: 100 }),
  number('weight_kg', ['weight', 'poids', 'gewicht'], ['kg']),
  number('temperature_c', ['temperature', 'temp', 'temperatur', 'temperatuur'], ['c', '°c', 'degc']),
  number('altitude_m', ['altitude', 'hohe', 'hoogte'], ['m']),
  number('pb_mmhg', ['pb', 'patm', 'barometric pressure', 'pression barometrique', 'luftdruck', 'luchtdruk'], mmhg),
  number('fio2', ['fio2', 'fi o2', 'inspired oxygen', 'fraction inspiree'], ['fraction', ...percent]),
  other(
    'o2_device',
    'category',
    ['o2 device', 'oxygen device', 'device', 'interface', 'dispositif', 'o2 gerat'],
    withWords(gasChoices.o2_device, devices),
  ),
  number(
    'o2_flow_l_min',
    ['o2 flow', 'oxygen flow', 'flow', 'debit o2', 'debit', 'o2 fluss', 'sauerstofffluss', 'o2 flow rate', 'zuurstof'],
    ['l/min', 'lpm', 'l min', 'l_min', 'l/mn'],
  ),
  number('ph', ['ph', 'ph a', 'arterial ph']),
  number('paco2_mmhg', ['paco2', 'pco2', 'pa co2', 'p co2', 'pco2 a'], mmhg),
  number('pao2_mmhg', ['pao2', 'po2', 'pa o2', 'p o2', 'po2 a'], mmhg),
  number(
    'hco3_mmol_l',
    ['hco3', 'hco3-', 'bicarbonate', 'bicarbonates', 'bikarbonat', 'bicarbonaat'],
    ['mmol/l', 'meq/l', 'mmol_l'],
  ),
  number(
    'base_excess_mmol_l',
    ['base excess', 'be', 'exces de base', 'basenuberschuss', 'base exces'],
    ['mmol/l', 'meq/l', 'mmol_l'],
  ),
  number('sao2_percent', ['sao2', 'sa o2', 'saturation arterielle'], percent),
  number('spo2_percent', ['spo2', 'sp o2', 'saturation', 'sattigung', 'saturatie'], percent),
  number('hb_g_dl', ['hb', 'hgb', 'haemoglobin', 'hemoglobin', 'hemoglobine', 'hamoglobin'], ['g/dl', 'g_dl']),
  number('lactate_mmol_l', ['lactate', 'lactates', 'laktat', 'lactaat', 'lac'], ['mmol/l', 'mmol_l']),
  number('methb_percent', ['methb', 'met hb', 'methaemoglobin', 'methemoglobin', 'methemoglobine'], percent),
  number('cohb_percent', ['cohb', 'co hb', 'carboxyhaemoglobin', 'carboxyhemoglobin', 'carboxyhemoglobine'], percent),
  number('pvo2_mmhg', ['pvo2', 'mixed venous po2'], mmhg),
  number('svo2_percent', ['svo2', 'mixed venous saturation'], percent),
  number(
    'resp_rate_min',
    ['respiratory rate', 'resp rate', 'rr', 'fr', 'frequence respiratoire', 'atemfrequenz'],
    ['/min', 'min'],
  ),
  number('rq', ['rq', 'respiratory quotient']),
  number('map_airway_cmh2o', ['mean airway pressure', 'paw mean'], ['cmh2o']),
  number('peep_cmh2o', ['peep', 'total peep', 'pep'], ['cmh2o']),
  number('pplat_cmh2o', ['pplat', 'plateau', 'plateau pressure', 'pression plateau'], ['cmh2o']),
  number('vt_ml', ['vt', 'tidal volume', 'volume courant', 'tidalvolumen', 'teugvolume'], ['ml']),
  number('aop_cmh2o', ['aop', 'airway opening pressure'], ['cmh2o']),
  number('ino_ppm', ['ino', 'nitric oxide'], ['ppm']),
  number('almitrine_ug_kg_min', ['almitrine', 'almitrin'], ['ug/kg/min', 'µg/kg/min', 'mcg/kg/min']),
  number('gas_minutes_in_condition', ['minutes in condition'], ['min']),
  other(
    'sample_type',
    'category',
    ['sample', 'sample type', 'prelevement', 'probe', 'probenart', 'monster'],
    withWords(gasChoices.sample_type, samples),
  ),
  other('position', 'category', ['position', 'lage', 'houding'], withWords(gasChoices.position, positions)),
  other(
    'condition',
    'category',
    ['condition', 'gas condition', 'bedingung', 'conditie'],
    withWords(gasChoices.condition, conditions),
  ),
  other('gas_at', 'date', [
    'gas time',
    'gas at',
    'gas date',
    'abg time',
    'abg date',
    'blood gas time',
    'heure gaz',
    'date gaz',
    'date gds',
    'bga zeit',
    'bga datum',
    'gas zeit',
    'tijd bloedgas',
    'datum bloedgas',
    'gas date time',
    'abg datetime',
  ]),
  other('ct_at', 'date', [
    'ct time',
    'ct at',
    'ct date',
    'scan time',
    'scan date',
    'heure scanner',
    'date scanner',
    'date tdm',
    'ct zeit',
    'ct datum',
    'ct tijd',
    'ct date time',
  ]),
  number('bv5_percent', ['bv5', 'percent bv5', 'bv 5'], percent),
  number('bv5_10_percent', ['bv5 10', 'percent bv5 10'], percent),
  number('bv10_percent', ['bv10', 'percent bv10', 'bv 10'], percent),
  number('tbv_ml', ['tbv', 'total blood volume', 'volumes tbv'], ['ml']),
  other('fio2_source', 'category', ['fio2 source'], withWords(['direct', 'estimated'], {})),
  other('pb_source', 'category', ['pb source'], withWords(['typed', 'altitude', 'sea_level'], {})),
  other('excluded', 'flag', ['excluded', 'exclusion', 'exclu', 'ausgeschlossen', 'uitgesloten']),
  other('exclusion_code', 'text', ['exclusion code', 'exclusion reason']),
];

const byName = new Map(cohortFields.map((field) => [field.name, field]));

export function findCohortField(name: string): CohortField | null {
  return byName.get(name) ?? null;
}

/** Values of these columns that lie outside count as refused; those of a gas have their own table. */
const ranges: Readonly<Record<string, readonly [low: number, high: number]>> = {
  bv5_percent: [0, 100],
  bv5_10_percent: [0, 100],
  bv10_percent: [0, 100],
  tbv_ml: [0, 2000],
  gas_minutes_in_condition: [0, 100_000],
};

/** Whether a number can stand in that column; gas fields are checked by their own rules. */
export function isWithinRange(name: string, value: number): boolean {
  const range = findGasField(name) === null ? ranges[name] : undefined;
  return range === undefined || (value >= range[0] && value <= range[1]);
}
