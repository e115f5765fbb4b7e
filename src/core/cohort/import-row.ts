/** One row of a clinical table: its cells to values, the gas they make, and what is wrong with it. */
import {
  checkValue,
  evaluateGas,
  findGasField,
  hoursBetween,
  type GasUnit,
  type LocalTime,
  type TypedValue,
} from '../blood-gas';
import {
  readCategory,
  readDate,
  readFlag,
  readNumber,
  type DateOrder,
  type DecimalMark,
  type Unread,
} from './cell-values';
import { isWithinRange } from './fields';
import { groupOf } from './group-rule';
import type { MappedColumn } from './header-mapping';
import type { ImportedValue, RowNotice } from './import-types';
import type { StudyProfile } from './profile';
import { emptyCell, type RawCell } from './raw-table';

export interface RowContext {
  readonly mapped: readonly MappedColumn[];
  readonly mark: DecimalMark;
  readonly dateOrder: DateOrder | null;
  readonly profile: StudyProfile;
  /** Whether a row is as long as the header where nothing is missing. */
  readonly fixedWidth: boolean;
}

export interface ReadRow {
  readonly values: Readonly<Record<string, ImportedValue>>;
  readonly notices: readonly RowNotice[];
  readonly gasTime: LocalTime | null;
}

/** Without these a row cannot be used for what the study asks. */
const needed = [
  ['pao2_mmhg', 'pao2_missing'],
  ['paco2_mmhg', 'paco2_missing'],
  ['fio2', 'fio2_missing'],
  ['bv5_percent', 'bv5_missing'],
] as const;

export function readRow(cells: readonly RawCell[], context: RowContext): ReadRow {
  const reader = new RowReader(cells, context);
  for (const column of context.mapped) reader.read(column);
  return reader.finish();
}

class RowReader {
  readonly #cells: readonly RawCell[];
  readonly #context: RowContext;
  readonly #values: Record<string, ImportedValue> = {};
  readonly #notices: RowNotice[] = [];
  readonly #typed = new Map<string, TypedValue>();
  readonly #columns = new Map<string, MappedColumn>();
  readonly #times = new Map<string, LocalTime>();

  constructor(cells: readonly RawCell[], context: RowContext) {
    this.#cells = cells;
    this.#context = context;
    for (const column of context.mapped) this.#columns.set(column.field.name, column);
  }

  read(column: MappedColumn): void {
    const cell = this.#cells[column.column] ?? emptyCell;
    const { name, kind } = column.field;
    this.#values[name] = null;
    if (cell.formula) this.#notice('formula_cell', column, 'The value of a formula was taken.');
    switch (kind) {
      case 'number':
        this.#readNumber(cell, column);
        break;
      case 'date': {
        const read = readDate(cell, this.#context.dateOrder);
        if ('time' in read) {
          this.#times.set(name, read.time);
          this.#values[name] = read.iso;
        } else this.#unread(read, column);
        break;
      }
      case 'category': {
        const read = readCategory(cell, column.field);
        if ('value' in read) this.#values[name] = read.value;
        else this.#unread(read, column);
        break;
      }
      case 'flag': {
        const read = readFlag(cell);
        if ('value' in read) this.#values[name] = read.value;
        else this.#unread(read, column);
        break;
      }
      case 'id':
      case 'text':
        if (cell.kind === 'error') this.#unread({ code: 'cell_error' }, column);
        else this.#values[name] = cell.text.trim() === '' ? null : cell.text.trim().normalize('NFC');
        break;
    }
  }

  #readNumber(cell: RawCell, column: MappedColumn): void {
    const { name } = column.field;
    const percentSign = name === 'fio2' || name.endsWith('percent');
    const read = readNumber(cell, this.#context.mark, percentSign);
    if (!('value' in read)) return this.#unread(read, column);
    const gasField = findGasField(name);
    if (gasField === null) {
      const value = read.value * column.perUnit;
      if (isWithinRange(name, value)) this.#values[name] = value;
      else this.#notice(`${name}_out_of_range`, column, `${read.text} cannot stand in this column.`);
      return;
    }
    const typed: TypedValue = { value: read.value, unit: name === 'fio2' ? null : unitOf(column), text: read.text };
    const checked = checkValue(gasField, typed);
    if (checked.issue !== null) this.#notice(checked.issue.code, column, checked.issue.message);
    if (checked.value === null) {
      // kept as typed, so that a refused FiO2 is not replaced by an estimate
      if (name === 'fio2') this.#typed.set(name, typed);
      return;
    }
    this.#values[name] = checked.value;
    this.#typed.set(name, typed);
  }

  #unread(read: Unread, column: MappedColumn): void {
    if ('code' in read) this.#notice(read.code, column, '');
  }

  #notice(code: string, column: MappedColumn | null, message: string): void {
    const known = this.#notices.some((notice) => notice.code === code && notice.column === (column?.header ?? ''));
    if (known) return;
    this.#notices.push({
      code,
      column: column?.header ?? '',
      raw: column === null ? '' : (this.#cells[column.column]?.text ?? ''),
      message,
    });
  }

  finish(): ReadRow {
    this.#derive();
    this.#hours();
    const { variable, threshold, atThreshold } = this.#context.profile.group;
    const by = this.#values[variable];
    const found = groupOf(typeof by === 'number' ? by : null, threshold, atThreshold);
    const name = variable === 'o2_flow_l_min' ? 'o2_group' : 'group';
    this.#values[name] = found.group ?? ('atThreshold' in found && found.atThreshold ? 'at_threshold' : null);
    for (const [field, code] of needed) if ((this.#values[field] ?? null) === null) this.#notice(code, null, '');
    this.#exclusions();
    return { values: this.#values, notices: this.#notices, gasTime: this.#times.get('gas_at') ?? null };
  }

  #derive(): void {
    const { o2_device: device, fio2_source: stated, pb_source: pressureFrom } = this.#values;
    const sex = this.#values.sex;
    const gas = evaluateGas({
      values: this.#typed,
      // what is not arterial is excluded by name, its values stay to be looked at
      arterial: true,
      sex: sex === 'M' || sex === 'F' ? sex : null,
      o2Device: typeof device === 'string' ? device : null,
      fio2Source: stated === 'direct' || stated === 'estimated' ? stated : null,
      fio2Method: this.#context.profile.fio2Method,
      avO2DifferenceMlDl: null,
      iloprost: null,
      recruitment: null,
      eit: null,
      baseline: null,
    });
    const across = ['anomalous_gas', 'aado2_negative', 'acid_base_mismatch', 'plateau_below_peep'];
    for (const { code, field, message } of gas.issues) {
      if (across.includes(code)) this.#notice(code, this.#columns.get(field) ?? null, message);
    }
    this.#values.fio2 = gas.numbers.get('fio2')?.value ?? null;
    this.#values.fio2_source = gas.fio2Source;
    this.#values.pb_mmhg = gas.numbers.get('pb_mmhg')?.value ?? null;
    this.#values.pb_source = gas.pbSource === 'typed' ? (pressureFrom ?? gas.pbSource) : gas.pbSource;
    for (const { name, value } of gas.derivations) this.#values[name] = value;
    for (const name of ['aado2_full_mmhg', 'aado2_simple_mmhg', 'pf_mmhg']) this.#values[name] ??= null;
    this.#values.pf_band = gas.pfBand;
  }

  #hours(): void {
    const gas = this.#times.get('gas_at');
    const ct = this.#times.get('ct_at');
    const hours = gas === undefined || ct === undefined ? null : hoursBetween(gas, ct);
    this.#values.hours_gas_minus_ct = hours;
    if (hours !== null && Math.abs(hours) > this.#context.profile.gasWindowH) {
      this.#notice('outside_window', this.#columns.get('gas_at') ?? null, '');
    }
    const unreadable = this.#notices.some(({ code }) => ['ambiguous_date', 'not_a_date'].includes(code));
    if (gas === undefined && !unreadable) this.#notice('gas_time_missing', this.#columns.get('gas_at') ?? null, '');
  }

  #exclusions(): void {
    const { sample_type: sample, excluded, exclusion_code: code } = this.#values;
    if (typeof sample === 'string' && sample !== 'arterial') {
      this.#notice('not_arterial', this.#columns.get('sample_type') ?? null, '');
    }
    if (excluded === true || (typeof code === 'string' && code !== '')) {
      const reason = typeof code === 'string' && code !== '' ? code : 'excluded_by_hand';
      if (!this.#notices.some((notice) => notice.code === reason)) this.#notice(reason, null, '');
    }
  }
}

/** The unit of a mapped column as messages need it; null for the field's own. */
function unitOf({ field, perUnit, unit }: MappedColumn): GasUnit | null {
  if (perUnit === 1) return null;
  const words: Readonly<Record<string, string>> = { kpa: 'kPa', hpa: 'hPa', mbar: 'hPa' };
  return { suffix: unit, label: words[unit] ?? unit, perUnit: field.units[unit] ?? perUnit };
}
