/** One blood gas: typed values in, checked values, derived values with their formulas, and messages out. */
import { BODY_TEMPERATURE_C, pressureAtAltitude, SEA_LEVEL_MMHG } from './air';
import { oxygenBand, roxBand, type OxygenBand, type RoxBand } from './bands';
import { checkValue } from './check';
import { derive, missingInputs, type Derivation, type Formula, type GasQuantity } from './formula';
import { bodyFormulas, eitFormulas, mechanicsFormulas } from './body-formulas';
import {
  airFormulas,
  arterialOnly,
  isRoomAir,
  oxygenFormulas,
  responseFormulas,
  roomAirOnly,
  severinghausSaturation,
  shuntFormulas,
} from './formulas';
import { gasIssues, type GasIssue, type TypedValue } from './messages';
import { deviceFio2, type Fio2Method } from './oxygen-device';
import { isResponder, type ResponderRule } from './response';
import { gasFields } from './fields';

/** What is typed for one gas. Numbers under the names of the fields; parts of the manoeuvres under their own. */
export interface GasInput {
  readonly values: ReadonlyMap<string, TypedValue>;
  /** Whether the sample is arterial; of others AaDO2, P/F and what follows from them say nothing. */
  readonly arterial: boolean;
  readonly sex: 'M' | 'F' | null;
  readonly o2Device: string | null;
  /** Where a FiO2 that is given comes from, if a file says so. */
  readonly fio2Source: 'direct' | 'estimated' | null;
  readonly fio2Method: Fio2Method;
  /** Assumed arteriovenous oxygen difference; null for the default. */
  readonly avO2DifferenceMlDl: number | null;
  readonly iloprost: { readonly ngKgMin: number; readonly ugMl: number } | null;
  readonly recruitment: Readonly<Record<string, number>> | null;
  readonly eit: Readonly<Record<string, number>> | null;
  readonly baseline: { readonly pfMmhg: number; readonly rule: ResponderRule } | null;
}

export interface GasEvaluation {
  /** Checked and derived numbers by name, in the field's own unit. */
  readonly numbers: ReadonlyMap<string, GasQuantity>;
  readonly derivations: readonly Derivation[];
  /** Inputs that a derived value lacks, by its name. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
  readonly issues: readonly GasIssue[];
  readonly fio2Source: 'direct' | 'estimated' | null;
  readonly pbSource: 'typed' | 'altitude' | 'sea_level';
  readonly pfBand: OxygenBand | null;
  readonly berlin: OxygenBand | 'not_applicable' | null;
  readonly roxBand: RoxBand | null;
  readonly sfValid: boolean | null;
  readonly shuntName: 'shunt' | 'venous_admixture' | null;
  readonly airwayClosure: boolean | null;
  readonly recruitability: 'high' | 'low' | null;
  readonly responder: boolean | null;
}

const RESPIRATORY_QUOTIENT = 0.8;
/** mL/dL; 2 to 7 may be chosen, 5 suits stable patients. */
const AV_O2_DIFFERENCE = 3.5;
const SF_VALID_MOST = 97;
const PEEP_FOR_BERLIN = 5;
const AIRWAY_CLOSURE_ABOVE = 5;
const RECRUITABLE_FROM = 0.5;
const ANOMALOUS_BELOW = -10;
const HCO3_DIFFERS_ABOVE = 4;
const EIT_WITHIN = 0.5;

export function evaluateGas(input: GasInput): GasEvaluation {
  const work = new Work(input);
  const fio2Source = work.oxygen();
  const pbSource = work.pressure();
  work.constants();
  work.all(airFormulas);
  const fio2 = work.get('fio2');
  const here = ({ name }: Formula): boolean => !roomAirOnly.includes(name) || (fio2 !== null && isRoomAir(fio2));
  work.all(oxygenFormulas.filter(here));
  work.all(shuntFormulas);
  work.all(mechanicsFormulas);
  work.all(bodyFormulas);
  work.all(responseFormulas);
  work.judge();
  const pf = work.get('pf_mmhg');
  const peep = work.get('peep_cmh2o');
  const spo2 = work.get('spo2_percent');
  const rox = work.get('rox');
  const ri = work.get('ri_ratio');
  const aop = work.get('aop_cmh2o');
  const band = pf === null ? null : oxygenBand(pf);
  const { baseline } = input;
  return {
    ...work.result(),
    fio2Source,
    pbSource,
    pfBand: band,
    berlin: band === null || peep === null ? null : peep >= PEEP_FOR_BERLIN ? band : 'not_applicable',
    roxBand: rox === null ? null : roxBand(rox),
    sfValid: work.get('sf') === null || spo2 === null ? null : spo2 <= SF_VALID_MOST,
    shuntName:
      work.get('qs_qt_measured') === null && work.get('qs_qt_estimated') === null
        ? null
        : fio2 === 1
          ? 'shunt'
          : 'venous_admixture',
    airwayClosure: aop === null ? null : aop > AIRWAY_CLOSURE_ABOVE,
    recruitability: ri === null ? null : ri >= RECRUITABLE_FROM ? 'high' : 'low',
    responder: pf === null || baseline === null ? null : isResponder(pf, baseline.pfMmhg, baseline.rule),
  };
}

/** Collects numbers, derivations and issues while one gas is worked through. */
class Work {
  readonly #input: GasInput;
  readonly #numbers = new Map<string, GasQuantity>();
  readonly #derivations: Derivation[] = [];
  readonly #missing = new Map<string, readonly string[]>();
  readonly #issues: GasIssue[] = [];

  constructor(input: GasInput) {
    this.#input = input;
    for (const field of gasFields) {
      const typed = input.values.get(field.name);
      if (typed === undefined) continue;
      const { value, issue } = checkValue(field, typed);
      if (value !== null) this.#set(field.name, value);
      if (issue !== null) this.#issues.push(issue);
    }
  }

  get(name: string): number | null {
    return this.#numbers.get(name)?.value ?? null;
  }

  #set(name: string, value: number, estimated = false): void {
    this.#numbers.set(name, { value, estimated });
  }

  /** A typed FiO2 wins over the device; a refused one is not replaced by an estimate. */
  oxygen(): 'direct' | 'estimated' | null {
    const given = this.#numbers.get('fio2');
    if (given !== undefined) {
      const source = this.#input.fio2Source ?? 'direct';
      this.#set('fio2', given.value, source === 'estimated');
      return source;
    }
    if (this.#input.values.has('fio2')) return null;
    const { o2Device, fio2Method } = this.#input;
    const found = o2Device === null ? null : deviceFio2(o2Device, this.get('o2_flow_l_min'), fio2Method);
    if (found === null) return null;
    this.#set('fio2', found.fio2, found.source === 'estimated');
    return found.source;
  }

  /** Typed, else from the altitude, else sea level. */
  pressure(): 'typed' | 'altitude' | 'sea_level' {
    if (this.#numbers.has('pb_mmhg')) return 'typed';
    const altitude = this.get('altitude_m');
    this.#set('pb_mmhg', altitude === null ? SEA_LEVEL_MMHG : pressureAtAltitude(altitude), altitude !== null);
    return altitude === null ? 'sea_level' : 'altitude';
  }

  /** What is taken where nothing is typed, and numbers that are not fields. */
  constants(): void {
    const orElse = (name: string, value: number): void => {
      if (!this.#numbers.has(name)) this.#set(name, value);
    };
    const { sex, iloprost, baseline, recruitment, eit, avO2DifferenceMlDl } = this.#input;
    orElse('temperature_c', BODY_TEMPERATURE_C);
    orElse('rq', RESPIRATORY_QUOTIENT);
    orElse('methb_percent', 0);
    orElse('cohb_percent', 0);
    orElse('pvo2_mmhg', 0);
    this.#set('av_o2_difference_ml_dl', avO2DifferenceMlDl ?? AV_O2_DIFFERENCE, avO2DifferenceMlDl === null);
    const sao2 = this.get('sao2_percent');
    const pao2 = this.get('pao2_mmhg');
    if (sao2 !== null) this.#set('sao2_fraction', sao2 / 100);
    else if (pao2 !== null) this.#set('sao2_fraction', severinghausSaturation(pao2), true);
    if (sex !== null) this.#set('pbw_base_kg', sex === 'M' ? 50 : 45.5);
    if (iloprost !== null) {
      this.#set('iloprost_ng_kg_min', iloprost.ngKgMin);
      this.#set('iloprost_ug_ml', iloprost.ugMl);
    }
    if (baseline !== null) this.#set('baseline.pf_mmhg', baseline.pfMmhg);
    for (const [name, value] of Object.entries(recruitment ?? {})) this.#set(`ri.${name}`, value);
    for (const [name, value] of Object.entries(eit ?? {})) this.#set(`eit.${name}`, value);
    const low = recruitment?.peep_low_cmh2o;
    if (low !== undefined) {
      this.#set('ri.low_cmh2o', Math.max(low, recruitment?.aop_cmh2o ?? this.get('aop_cmh2o') ?? low));
    }
  }

  all(formulas: readonly Formula[]): void {
    for (const formula of formulas) {
      if (!this.#input.arterial && arterialOnly.includes(formula.name)) {
        this.#missing.set(formula.name, ['sample_type']);
        continue;
      }
      const derivation = derive(formula, this.#numbers);
      if (derivation !== null) {
        this.#derivations.push(derivation);
        this.#set(derivation.name, derivation.value, derivation.estimated);
        continue;
      }
      const lacking = missingInputs(formula, this.#numbers);
      if (lacking.length > 0) this.#missing.set(formula.name, lacking);
    }
  }

  /** What only the values together can tell. */
  judge(): void {
    this.#judgeOxygen();
    this.#judgeAcidBase();
    this.#judgePressures();
    this.#judgeEit();
  }

  #judgeOxygen(): void {
    const aado2 = this.get('aado2_full_mmhg');
    const pao2 = this.get('pao2_mmhg');
    const alveolar = this.get('palv_o2_full_mmhg');
    if (aado2 === null || pao2 === null || alveolar === null || aado2 >= 0) return;
    this.#issues.push(gasIssues.aado2(aado2, pao2, alveolar, aado2 < ANOMALOUS_BELOW));
  }

  #judgeAcidBase(): void {
    const typed = this.#input.values.get('hco3_mmol_l');
    const value = this.get('hco3_mmol_l');
    const calculated = this.get('hco3_calc_mmol_l');
    if (typed === undefined || value === null || calculated === null) return;
    if (Math.abs(value - calculated) > HCO3_DIFFERS_ABOVE) {
      this.#issues.push(gasIssues.acidBaseMismatch(typed, calculated));
    }
  }

  #judgePressures(): void {
    const plateau = this.#input.values.get('pplat_cmh2o');
    const peep = this.#input.values.get('peep_cmh2o');
    const difference = this.get('driving_pressure_cmh2o');
    if (plateau === undefined || peep === undefined || difference === null || difference > 0) return;
    this.#issues.push(gasIssues.plateauBelowPeep(plateau, peep));
    this.#drop('driving_pressure_cmh2o');
    this.#drop('compliance_ml_cmh2o');
  }

  #judgeEit(): void {
    const [total, mismatch] = eitFormulas;
    this.all([total]);
    const sum = this.get(total.name);
    if (sum === null) return;
    // the parts come with two decimals: their sum is compared without its binary dust
    if (Math.abs(sum - 100) > EIT_WITHIN + 1e-9) this.#issues.push(gasIssues.eitSum(sum));
    else this.all([mismatch]);
  }

  #drop(name: string): void {
    this.#numbers.delete(name);
    const at = this.#derivations.findIndex((derivation) => derivation.name === name);
    if (at >= 0) this.#derivations.splice(at, 1);
  }

  result(): Pick<GasEvaluation, 'numbers' | 'derivations' | 'missing' | 'issues'> {
    return { numbers: this.#numbers, derivations: this.#derivations, missing: this.#missing, issues: this.#issues };
  }
}
