/**
 * A derived value is a formula with names in braces: it is computed, shown with its numbers put in, and traced to its
 * inputs. An estimated input makes it estimated; a missing one leaves it out and is named.
 */

/** A number with where it comes from. */
export interface GasQuantity {
  readonly value: number;
  readonly estimated: boolean;
}

export interface Formula {
  /** Name in files, with the unit. */
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly decimals: number;
  /** Right side, inputs in braces: `{fio2} × ({pb_mmhg} − {ph2o_mmhg})`. */
  readonly text: string;
  readonly source: string;
  /** Estimated by its nature, whatever its inputs. */
  readonly estimate?: boolean;
  /** Whether it applies at all; then nothing is missing. */
  applies?(value: (name: string) => number): boolean;
  compute(value: (name: string) => number): number;
}

export interface Derivation {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly decimals: number;
  /** Formula in words of its inputs. */
  readonly formula: string;
  /** The same with the numbers put in and the result. */
  readonly filled: string;
  readonly inputs: readonly string[];
  readonly estimated: boolean;
  readonly source: string;
}

const INPUT = /\{([a-z0-9_.]+)\}/g;

/** What is read off a formula's text, once for all gases: a cohort derives each formula thousands of times. */
interface FormulaText {
  readonly inputs: readonly string[];
  /** Formula in words of its inputs. */
  readonly words: string;
}

const texts = new WeakMap<Formula, FormulaText>();

function textOf(formula: Formula): FormulaText {
  const known = texts.get(formula);
  if (known !== undefined) return known;
  const read: FormulaText = {
    inputs: [...new Set([...formula.text.matchAll(INPUT)].map((match) => match[1]))],
    words: `${formula.label} = ${formula.text.replaceAll(INPUT, (_, input: string) => wordOf(input))}`,
  };
  texts.set(formula, read);
  return read;
}

export function inputsOf(formula: Formula): readonly string[] {
  return textOf(formula).inputs;
}

/** Inputs of the formula that are not there. */
export function missingInputs(formula: Formula, known: ReadonlyMap<string, GasQuantity>): readonly string[] {
  return inputsOf(formula).filter((name) => !known.has(name));
}

/** The derived value, or null where an input is missing, it does not apply, or has no finite value. */
export function derive(formula: Formula, known: ReadonlyMap<string, GasQuantity>): Derivation | null {
  const inputs = inputsOf(formula);
  if (inputs.some((name) => !known.has(name))) return null;
  const value = (name: string): number => known.get(name)?.value ?? NaN;
  if (formula.applies?.(value) === false) return null;
  const result = formula.compute(value);
  if (!Number.isFinite(result)) return null;
  const { name, label, unit, decimals, source } = formula;
  const values = new Map(inputs.map((input) => [input, value(input)]));
  const shown = (input: string): string => String(Number((values.get(input) ?? NaN).toPrecision(6)));
  return {
    name,
    label,
    unit,
    value: result,
    decimals,
    formula: textOf(formula).words,
    // written only where it is looked at
    get filled() {
      const numbers = formula.text.replaceAll(INPUT, (_, input: string) => shown(input));
      return `${numbers} = ${result.toFixed(decimals)}${unit === '' ? '' : ` ${unit}`}`;
    },
    inputs,
    estimated: (formula.estimate ?? false) || inputs.some((input) => known.get(input)?.estimated ?? false),
    source,
  };
}

/** How an input is called in a formula. */
const words: Readonly<Record<string, string>> = {
  fio2: 'FiO2',
  pb_mmhg: 'PB',
  ph2o_mmhg: 'PH2O',
  pio2_mmhg: 'PiO2',
  palv_o2_simple_mmhg: 'PAO2',
  palv_o2_full_mmhg: 'PAO2',
  paco2_mmhg: 'PaCO2',
  pao2_mmhg: 'PaO2',
  rq: 'R',
  temperature_c: 'T',
  spo2_percent: 'SpO2',
  resp_rate_min: 'RR',
  map_airway_cmh2o: 'mean airway pressure',
  age_years: 'age',
  hb_g_dl: 'Hb',
  methb_percent: 'MetHb',
  cohb_percent: 'COHb',
  sao2_fraction: 'SaO2',
  svo2_percent: 'SvO2',
  pvo2_mmhg: 'PvO2',
  cco2_ml_dl: 'Cc',
  cao2_ml_dl: 'Ca',
  cvo2_ml_dl: 'Cv',
  av_o2_difference_ml_dl: 'ΔavO2',
  ph: 'pH',
  pplat_cmh2o: 'plateau',
  peep_cmh2o: 'total PEEP',
  driving_pressure_cmh2o: 'driving pressure',
  vt_ml: 'VT',
  height_cm: 'height',
  weight_kg: 'weight',
  pbw_kg: 'PBW',
  pbw_base_kg: 'base',
  pf_mmhg: 'P/F',
  'baseline.pf_mmhg': 'P/F at baseline',
  'ri.low_cmh2o': 'low',
  'ri.vt_ml': 'VT',
  'ri.pplat_low_cmh2o': 'plateau at low',
  'ri.vte_release_ml': 'VTe released',
  'ri.peep_high_cmh2o': 'PEEP high',
  crs_low_ml_cmh2o: 'Crs',
  recruited_volume_ml: 'Vrec',
  crec_ml_cmh2o: 'Crec',
  iloprost_ng_kg_min: 'dose',
  iloprost_ug_ml: 'concentration',
  'eit.shunt_percent': 'shunt',
  'eit.dead_space_percent': 'dead space',
  'eit.matched_percent': 'matched',
  response_mmhg: 'Δ P/F',
};

const wordOf = (input: string): string => words[input] ?? input;
