/** What the user does at the gases of one patient, as named steps of the workspace. */
import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { findAnyField, otherUnits, type PlacedValue } from '../../core/blood-gas';
import type { Part, StoredGas, StoredPatient, TypedText } from '../../storage';
import { localNow, type Workspace } from '../state/workspace';
import { gasWords } from '../words-gases';
import { courseOf, effectiveId, inOrder, type Course, type CourseGas } from './course';
import { allFields, printoutFields } from './form-fields';
import { isImported } from './imported-gases';
import { withEvents, type AdverseEvent } from './trial';

export interface GasDesk {
  readonly course: ComputedRef<Course | null>;
  readonly patients: ComputedRef<readonly string[]>;
  readonly open: ComputedRef<CourseGas | null>;
  readonly openId: Ref<string | null>;
  choosePatient(id: string): void;
  rename(to: string): boolean;
  add(copySettings: boolean): void;
  remove(): void;
  type(name: string, text: string, unit: string | null): void;
  setUnit(name: string, unit: string | null): void;
  choose(name: string, value: string): void;
  time(date: string, time: string): void;
  confirm(code: string, name: string): void;
  baseline(on: boolean): void;
  paste(values: readonly PlacedValue[]): void;
  typePatient(name: string, text: string, unit?: string | null): void;
  choosePatientValue(name: string, value: string): void;
  events(events: readonly AdverseEvent[]): void;
  show(id: string): void;
  sex(sex: 'M' | 'F' | null): void;
  ctAt(text: string): void;
}

/** Settings of the ventilator and the place that stay from one gas to the next. */
const placeNames = ['pb_mmhg', 'altitude_m', 'temperature_c'];
const bloodNames = new Set([
  ...printoutFields.map(({ name }) => name),
  'base_excess_mmol_l',
  'methb_percent',
  'cohb_percent',
  'pvo2_mmhg',
  'svo2_percent',
  'spo2_percent',
  'minutes_in_condition',
]);
const notCopied = new Set(['gas_date', 'gas_time', 'phase']);
/** What says that a gas was drawn: without any of it there is nothing to keep. */
const drawnNames = printoutFields.map(({ name }) => name).filter((name) => name !== 'fio2');
export const isEmpty = (gas: StoredGas): boolean =>
  drawnNames.every((name) => gas.typed[name] === undefined) && (gas.chosen.gas_time ?? '') === '';

const TIME = /^([01]?\d|2[0-3])[:.h]?([0-5]\d)$/;

/** `0810`, `8:10`, `08.10` as `08:10`; null where it is no time of day. */
export function timeTyped(text: string): string | null {
  const [, hour, minute] = TIME.exec(text.trim()) ?? [];
  return hour === undefined ? null : `${hour.padStart(2, '0')}:${minute}`;
}

export function createDesk(
  workspace: Workspace,
  host: {
    readonly newId: () => string;
    readonly clock: () => Date;
    /** Offset from Greenwich of this computer's clock at a local time: `+01:00`. */
    readonly offsetAt: (local: string) => string;
    /** Gases of a patient in clinical tables. */
    readonly imported: (patientId: string) => readonly StoredGas[];
    /** Patients that clinical tables name. */
    readonly named: () => readonly string[];
  },
): GasDesk {
  const { records, settings } = workspace;
  const openId = ref<string | null>(null);
  const course = computed(() => {
    const id = settings.value.patientId;
    return id === null ? null : courseOf(id, records.value, settings.value, host.imported(id));
  });
  const patients = computed(() => {
    const ids = new Set<string>(host.named());
    for (const scan of records.value.scans.values()) ids.add(effectiveId(scan));
    for (const gas of records.value.gases.values()) ids.add(gas.patientId);
    for (const patient of records.value.patients.values()) ids.add(patient.id);
    return [...ids].toSorted();
  });
  const open = computed(() => {
    const gases = course.value?.gases ?? [];
    return gases.find(({ gas }) => gas.id === openId.value) ?? gases.at(-1) ?? null;
  });

  function edit(what: string, patch: Partial<StoredGas>, place?: string): void {
    const before = open.value?.gas;
    if (before === undefined || isImported(before)) return;
    const step = `${before.patientId}: ${what}`;
    workspace.change(step, [{ store: 'gases', before, after: { ...before, ...patch } }], place);
  }

  function patientBefore(): StoredPatient | null {
    const id = settings.value.patientId;
    return id === null ? null : (records.value.patients.get(id) ?? emptyPatient(id));
  }

  function editPatient(what: string, patch: Partial<StoredPatient>, place?: string): void {
    const base = patientBefore();
    if (base === null) return;
    const before = records.value.patients.get(base.id) ?? null;
    workspace.change(what, [{ store: 'patients', before, after: { ...base, ...patch } }], place);
  }

  function markBaseline(on: boolean): void {
    const gases = (course.value?.gases ?? []).map(({ gas }) => gas).filter((gas) => !isImported(gas));
    const parts = gases.map((before): Part => {
      const marked = on && before.id === open.value?.gas.id;
      return { store: 'gases', before, after: before.baseline === marked ? before : { ...before, baseline: marked } };
    });
    workspace.change(gasWords.steps.baseline, parts);
  }

  const labelOf = (name: string): string =>
    allFields.get(name)?.label ?? findAnyField(name.replace(/^d\d\./, ''))?.label ?? name;

  return {
    course,
    patients,
    open,
    openId,
    choosePatient(id) {
      openId.value = null;
      workspace.remember({ patientId: id });
    },
    rename(to) {
      const from = settings.value.patientId;
      if (from === null || to === '' || patients.value.includes(to)) return false;
      workspace.change(gasWords.steps.renamed(from, to), renaming(workspace, from, to));
      workspace.remember({ patientId: to });
      return true;
    },
    add(copySettings) {
      const id = settings.value.patientId;
      const begun = open.value?.gas;
      if (id === null || (!copySettings && begun !== undefined && !isImported(begun) && isEmpty(begun))) return;
      const mine = inOrder([...records.value.gases.values()].filter((gas) => gas.patientId === id));
      // what stands in a table can be copied, too
      const last = copySettings ? (open.value?.gas ?? mine.at(-1)) : mine.at(-1);
      const date = last?.chosen.gas_date ?? course.value?.ctAt?.slice(0, 10) ?? localNow(host.clock()).slice(0, 10);
      const keep = copySettings ? (name: string) => !bloodNames.has(name) : (name: string) => placeNames.includes(name);
      const gas: StoredGas = {
        id: host.newId(),
        patientId: id,
        number: mine.reduce((most, { number }) => Math.max(most, number), 0) + 1,
        gasAt: null,
        typed: Object.fromEntries(Object.entries(last?.typed ?? {}).filter(([name]) => keep(name))),
        chosen: {
          ...Object.fromEntries(Object.entries(last?.chosen ?? {}).filter(([name]) => !notCopied.has(name))),
          gas_date: date,
        },
        confirmed: [],
        baseline: false,
      };
      workspace.change(copySettings ? gasWords.steps.copied : gasWords.steps.added, [
        { store: 'gases', before: null, after: gas },
      ]);
      openId.value = gas.id;
    },
    remove() {
      const before = open.value?.gas;
      if (before === undefined || isImported(before)) return;
      workspace.change(gasWords.steps.removed, [{ store: 'gases', before, after: null }]);
      openId.value = null;
    },
    type(name, text, unit) {
      const gas = open.value?.gas;
      if (gas === undefined) return;
      edit(gasWords.steps.typed(labelOf(name)), { typed: withTyped(gas.typed, name, text, unit) }, `${gas.id} ${name}`);
    },
    setUnit(name, unit) {
      const gas = open.value?.gas;
      const typed = gas?.typed[name];
      if (gas === undefined || typed === undefined) return;
      edit(gasWords.steps.typed(labelOf(name)), { typed: { ...gas.typed, [name]: { ...typed, unit } } });
    },
    choose(name, value) {
      const gas = open.value?.gas;
      if (gas === undefined) return;
      const { [name]: _, ...rest } = gas.chosen;
      const chosen = value === '' ? rest : { ...rest, [name]: value };
      edit(gasWords.steps.chosen(name.replaceAll('_', ' ')), { chosen }, `${gas.id} ${name}`);
      if (name === 'phase' && value === 'baseline' && !gas.baseline) markBaseline(true);
    },
    time(date, time) {
      const gas = open.value?.gas;
      if (gas === undefined) return;
      const read = timeTyped(time);
      const chosen = { ...gas.chosen, gas_date: date, gas_time: time };
      const gasAt = date !== '' && read !== null ? `${date}T${read}${host.offsetAt(`${date}T${read}`)}` : null;
      edit(gasWords.steps.time, { chosen, gasAt }, `${gas.id} time`);
    },
    confirm(code, name) {
      const gas = open.value?.gas;
      if (gas === undefined) return;
      edit(gasWords.steps.confirmed(labelOf(name)), { confirmed: [...gas.confirmed, code] });
    },
    baseline: markBaseline,
    paste(values) {
      const gas = open.value?.gas;
      if (gas === undefined) return;
      const typed = { ...gas.typed };
      for (const { column, text } of values) {
        const { name, unit } = placeOf(column);
        typed[name] = { text, unit };
      }
      edit(gasWords.steps.pasted(values.length), { typed });
    },
    typePatient(name, text, unit = null) {
      const before = patientBefore();
      if (before === null) return;
      editPatient(
        gasWords.steps.typed(labelOf(name)),
        { typed: withTyped(before.typed, name, text, unit) },
        `patient ${name}`,
      );
    },
    choosePatientValue(name, value) {
      const before = patientBefore();
      if (before === null) return;
      const { [name]: _, ...rest } = before.chosen;
      const chosen = value === '' ? rest : { ...rest, [name]: value };
      editPatient(gasWords.steps.chosen(name.replaceAll('_', ' ')), { chosen }, `patient ${name}`);
    },
    events(events) {
      const before = patientBefore();
      if (before === null) return;
      editPatient(gasWords.steps.events, { chosen: withEvents(before.chosen, events) }, 'patient events');
    },
    show(id) {
      const before = open.value?.gas;
      openId.value = id;
      // a gas that was begun and never typed is not kept
      if (before === undefined || before.id === id || isImported(before) || !isEmpty(before)) return;
      workspace.change(gasWords.steps.removedEmpty, [{ store: 'gases', before, after: null }]);
    },
    sex: (sex) => editPatient(gasWords.steps.chosen(gasWords.sex), { sex }),
    ctAt: (text) => editPatient(gasWords.steps.ctAt, { ctAt: text === '' ? null : text }, 'patient ct'),
  };
}

const emptyPatient = (id: string): StoredPatient => ({ id, sex: null, ctAt: null, typed: {}, chosen: {} });

/** Without the field where nothing is left in it. */
function withTyped(
  typed: Readonly<Record<string, TypedText>>,
  name: string,
  text: string,
  unit: string | null,
): Readonly<Record<string, TypedText>> {
  const { [name]: _, ...rest } = typed;
  return text.trim() === '' ? rest : { ...rest, [name]: { text, unit } };
}

/** The field and unit of a column name such as `pao2_kpa`. */
function placeOf(column: string): { readonly name: string; readonly unit: string | null } {
  for (const name of allFields.keys()) {
    if (name === column) return { name, unit: null };
    const stem = name.split('_')[0];
    const unit = otherUnits(name).find(({ suffix }) => column === `${stem}_${suffix}`);
    if (unit !== undefined) return { name, unit: unit.suffix };
  }
  return { name: column, unit: null };
}

function renaming(workspace: Workspace, from: string, to: string): Part[] {
  const { gases, scans, patients } = workspace.records.value;
  const parts: Part[] = [...gases.values()]
    .filter(({ patientId }) => patientId === from)
    .map((before) => ({ store: 'gases', before, after: { ...before, patientId: to } }));
  for (const before of scans.values()) {
    if (effectiveId(before) === from) parts.push({ store: 'scans', before, after: { ...before, patientId: to } });
  }
  const patient = patients.get(from);
  if (patient !== undefined) {
    parts.push({ store: 'patients', before: patient, after: null });
    parts.push({ store: 'patients', before: null, after: { ...patient, id: to } });
  }
  return parts;
}
