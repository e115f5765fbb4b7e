/** The clinical part of the report: gases beside the scan with what follows from them, their course, response, notes. */
import type { CourseSample, Lane } from '../../course';
import { formatNumber, formatSigned } from '../format';
import { courseChart } from './course-chart';
import { html, type Html } from './html';

/** One gas as the report prints it; numbers in mmHg and fractions, null where not known. */
export interface ReportGas {
  readonly id: string;
  /** A clock time, or hours where dates stay back. */
  readonly when: string;
  readonly hoursFromCt: number | null;
  readonly condition: string;
  readonly isBeside: boolean;
  readonly isBaseline: boolean;
  readonly fio2IsEstimated: boolean;
  readonly values: Readonly<Record<string, number | null>>;
  /** P/F against the baseline, percent. */
  readonly changePercent: number | null;
}

export interface ReportClinical {
  /** `age 62, male`, and the patient's name or code where it may be told. */
  readonly person: string | null;
  readonly gases: readonly ReportGas[];
  /** Name of the AaDO2 in `values`. */
  readonly aado2: 'aado2_full_mmhg' | 'aado2_simple_mmhg';
  readonly response: string | null;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly course: { readonly samples: readonly CourseSample[]; readonly lanes: readonly Lane[] } | null;
  readonly profileHash: string;
}

/** Rows that fit on the page. */
const MOST_ROWS = 6;

interface Column {
  readonly name: string;
  readonly head: string;
  readonly decimals: number;
}

const columns = (aado2: string): readonly Column[] => [
  { name: 'fio2', head: 'FiO₂', decimals: 2 },
  { name: 'ph', head: 'pH', decimals: 2 },
  { name: 'pao2_mmhg', head: 'PaO₂', decimals: 0 },
  { name: 'paco2_mmhg', head: 'PaCO₂', decimals: 0 },
  { name: aado2, head: 'AaDO₂', decimals: 0 },
  { name: 'pf_mmhg', head: 'P/F', decimals: 0 },
  { name: 'a_over_a', head: 'a/A', decimals: 2 },
  { name: 'lactate_mmol_l', head: 'Lactate', decimals: 1 },
];

export function clinicalSections(clinical: ReportClinical): Html {
  const { gases, response, warnings, notes } = clinical;
  if (gases.length === 0) return html``;
  return html`<section class="rule">
      <h2>Arterial blood <span class="quiet plain">${besideWords(gases)} Pressures in mmHg.</span></h2>
      ${gasTable(clinical)} ${response === null ? null : html`<p class="small"><strong>${response}</strong></p>`}
      ${warnings.slice(0, 1).map((text) => html`<p class="small">${text}</p>`)}
    </section>
    ${course(clinical)}
    ${notes.length === 0 ? null : html`<section class="small quiet"><p>Notes: ${notes.join(' ')}</p></section>`}`;
}

function besideWords(gases: readonly ReportGas[]): string {
  const beside = gases.find(({ isBeside }) => isBeside);
  if (beside === undefined || beside.hoursFromCt === null) return 'No gas stands beside the scan.';
  const hours = formatNumber(Math.abs(beside.hoursFromCt), 1);
  const side = beside.hoursFromCt < 0 ? 'before' : 'after';
  return `Beside the scan, bold: drawn ${hours} h ${side} it.`;
}

/** The gases that matter most: beside the scan, baseline, then the last ones; in their order. */
function fitting(gases: readonly ReportGas[]): readonly ReportGas[] {
  if (gases.length <= MOST_ROWS) return gases;
  const first = gases.filter(({ isBeside, isBaseline }) => isBeside || isBaseline);
  const rest = gases.filter((gas) => !first.includes(gas)).slice(-(MOST_ROWS - first.length));
  return gases.filter((gas) => first.includes(gas) || rest.includes(gas));
}

function gasTable({ gases, aado2 }: ReportClinical): Html {
  const shown = columns(aado2).filter(({ name }) => gases.some(({ values }) => (values[name] ?? null) !== null));
  const rows = fitting(gases);
  const cell = (gas: ReportGas, { name, decimals }: Column): string => {
    const value = gas.values[name] ?? null;
    const sign = name === 'fio2' && gas.fio2IsEstimated ? '≈\u202F' : '';
    return value === null ? '–' : sign + formatNumber(value, decimals);
  };
  const hours = ({ hoursFromCt }: ReportGas): string => (hoursFromCt === null ? '–' : formatSigned(hoursFromCt, 1));
  const change = ({ isBaseline, changePercent }: ReportGas): string =>
    isBaseline ? 'baseline' : changePercent === null ? '–' : `${formatSigned(changePercent, 0)}\u202F%`;
  return html`<table class="gases">
      <thead>
        <tr>
          <th>Time</th>
          <th>h to CT</th>
          <th class="words">Condition</th>
          ${shown.map(({ head }) => html`<th>${head}</th>`)}
          <th>P/F change</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (gas) =>
            html`<tr class="${gas.isBeside ? 'beside' : ''}">
              <td>${gas.when}</td>
              <td>${hours(gas)}</td>
              <td class="words">${gas.condition}</td>
              ${shown.map((column) => html`<td>${cell(gas, column)}</td>`)}
              <td>${change(gas)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${rows.length < gases.length ? html`<p class="small quiet">${gases.length - rows.length} more gases are not printed.</p>` : null}`;
}

function course({ course: picture, gases }: ReportClinical): Html | null {
  if (picture === null || picture.samples.length < 2) return null;
  const conditions = new Map(gases.map(({ id, condition }) => [id, condition]));
  return html`<section class="rule">
    <h2>Course</h2>
    ${courseChart(picture.samples, picture.lanes, conditions)}
  </section>`;
}

/** What the figures of the gases follow from, for the line of methods. */
export function clinicalMethods({ gases, aado2, profileHash }: ReportClinical): string {
  if (gases.length === 0) return '';
  const equation =
    aado2 === 'aado2_full_mmhg' ? 'PiO₂ − PaCO₂ × (FiO₂ + (1 − FiO₂)/R)' : 'PiO₂ − PaCO₂/R, the simplified equation';
  const estimated = gases.some(({ fio2IsEstimated }) => fio2IsEstimated) ? ' ≈: FiO₂ from device and flow.' : '';
  return `AaDO₂ = PAO₂ − PaO₂ with PAO₂ = ${equation}.${estimated} Rules of the study ${profileHash.slice(7, 23)}.`;
}
