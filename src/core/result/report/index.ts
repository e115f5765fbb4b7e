/** report.html: one result on one printed page, self-contained, without script or outside resource. */
import {
  formatCsa,
  formatDate,
  formatNumber,
  formatPoints,
  formatRange,
  formatRangeInWords,
  formatTime,
  INTERVAL_NOT_KNOWN,
  withUnit,
} from '../format';
import type { EstimateJson, ResultJson } from '../json-types';
import { histogramChart, shareBar } from './charts';
import { clinicalMethods, clinicalSections, type ReportClinical } from './clinical';
import { courseChart } from './course-chart';
import { html, type Html } from './html';
import { sourceWords } from '../source-words';
import { reportStyle } from './style';
import { calibreTable, decimalsOf, sideTable, zoneTable, type Decimals } from './tables';

export { vesselPicture } from './picture';
export type { ReportClinical, ReportGas } from './clinical';
export { reportStyle } from './style';

export const RESEARCH_LINE = 'Research use only. Not for diagnosis.';
/** Lines of issues that fit on the page, and letters that fit on one of them; the rest is in result.json. */
const ISSUE_LINES = 7;
const ISSUE_LINES_WITH_GASES = 2;
const LETTERS_A_LINE = 120;
const SEVERITIES = ['error', 'warning', 'info'] as const;

/** What stands in the report beside the measurement. */
export interface ReportParts {
  /** A data URL of the vessels, at most about 52 × 62 mm on paper; anything but a PNG in base64 is left out. */
  readonly picturePng?: string | null;
  /** Gases of the patient, their course and what follows from them. */
  readonly clinical?: ReportClinical | null;
}

/**
 * The page as text. Holds nothing of a patient that the result and the clinical part do not hold. Where there are gases,
 * what does not fit on the page goes: the table of zones, then the histogram.
 */
export function reportHtml(result: ResultJson, { picturePng = null, clinical = null }: ReportParts = {}): string {
  const decimals = decimalsOf(result);
  const picture = picturePng !== null && /^data:image\/png;base64,[A-Za-z0-9+/]+=*$/.test(picturePng);
  const hasGases = clinical !== null && clinical.gases.length > 0;
  const isFull = hasGases && clinical.course !== null;
  return pageOf(
    title(result),
    result.program.version,
    subtitle(result, clinical),
    html`<section class="main ${picture ? 'with-picture' : ''}">
        <div>${headline(result, decimals)} ${shareBar(result)} ${calibreTable(result, decimals)}</div>
        ${picture ? html`<img class="picture" alt="The vessels, coloured by calibre" src="${picturePng ?? ''}" />` : null}
      </section>
      <section class="columns">
        <div>${sideTable(result, decimals)}</div>
        <div>${hasGases ? quality(result, 'small') : zoneTable(result, decimals)}</div>
      </section>
      ${isFull ? null : histogram(result)} ${hasGases ? clinicalSections(clinical) : quality(result, 'rule small')}
      ${noticed(result, hasGases ? ISSUE_LINES_WITH_GASES : ISSUE_LINES)} ${sources(result)}
      ${provenance(result, hasGases ? clinical : null)}`,
    { isDense: hasGases },
  );
}

/** BV5 of a scan that was measured before, of which only the row of figures is kept. */
export interface ReportScanLine {
  readonly bv5: number;
  readonly ends: readonly [number, number] | null;
  readonly tbvMl: number | null;
  readonly qualityVerdict: string | null;
  readonly parametersHash: string | null;
}

/** The page of a patient whose scan is not open: the gases, with BV5 as it was measured. */
export function gasReportHtml(clinical: ReportClinical, scan: ReportScanLine | null, version: string): string {
  const line =
    scan === null
      ? html`<p>No scan is measured for this patient.</p>`
      : html`<p class="quiet">BV5, share of blood in vessels of 1.25–5 mm²</p>
          <p>
            <span class="hero">${withUnit(formatNumber(scan.bv5, 1), '%')}</span>
            <span
              >${scan.ends === null ? INTERVAL_NOT_KNOWN : `${formatRangeInWords(scan.ends, 1)} (90 % interval)`}</span
            >
          </p>
          <p class="small">
            ${scan.tbvMl === null ? null : `TBV ${withUnit(formatNumber(scan.tbvMl, 0), 'mL')}.`}
            ${scan.qualityVerdict === null ? null : `Scan quality: ${scan.qualityVerdict}.`} ${INTERVALS_TOLD(version)}
          </p>`;
  const hash = scan?.parametersHash ?? null;
  return pageOf(
    'BVX report of blood gases',
    version,
    clinical.person ?? '',
    html`<section>${line}</section>
      ${clinicalSections(clinical)}
      <section class="rule small quiet">
        <h2>How it was computed</h2>
        <p>
          ${clinicalMethods(clinical)}
          ${hash === null ? null : html`Parameters of the scan <code>${hash.slice(7, 23)}</code>.`} Every value is
          computed from the numbers as typed.
        </p>
      </section>`,
    { heading: 'Arterial blood and its course' },
  );
}

/** The course alone, as a file of its own; nothing where there are fewer than two samples. */
export function courseSvg({ course, gases }: ReportClinical): string | null {
  if (course === null || course.samples.length < 2) return null;
  const conditions = new Map(gases.map(({ id, condition }) => [id, condition]));
  return `${courseChart(course.samples, course.lanes, conditions).markup}\n`;
}

/** In one piece, so that a page that shows the report can allow this style and no other. */
const styleElement: Html = { markup: `<style>${reportStyle}</style>` };

interface Look {
  readonly heading?: string;
  /** Smaller type and less space, for a page that holds more. */
  readonly isDense?: boolean;
}

function pageOf(
  pageTitle: string,
  version: string,
  below: string,
  body: Html,
  { heading = 'Blood volume in the lung vessels', isDense = false }: Look = {},
): string {
  const page = html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <title>${pageTitle}</title>
        ${styleElement}
      </head>
      <body class="${isDense ? 'dense' : ''}">
        <header>
          <h1>${heading}</h1>
          <strong>BVX ${version}</strong>
        </header>
        <p class="subtitle quiet">${below}</p>
        <p class="research">${RESEARCH_LINE}</p>
        ${body}
        <footer class="quiet small"><span>${RESEARCH_LINE}</span><span>Page 1 of 1</span></footer>
      </body>
    </html> `;
  return page.markup;
}

const INTERVALS_TOLD = (version: string): string =>
  `How often such intervals hold the truth is told in the accuracy tables of version ${version}.`;

function title(result: ResultJson): string {
  return result.case === null ? 'BVX report' : `BVX report, case ${result.case}`;
}

function subtitle({ case: label, scan }: ResultJson, clinical: ReportClinical | null): string {
  const at = scan.acquired_at;
  const parts = [
    label === null ? null : `Case ${label}`,
    clinical?.person ?? null,
    scan.patient_id === null ? null : `patient ${scan.patient_id}`,
    scan.modality === 'CT' ? 'chest CT' : null,
    at === null ? null : `${formatDate(at)} ${formatTime(at)}`.trim(),
    [scan.manufacturer, scan.model].filter((word) => word !== null).join(' ') || null,
    scan.kernel,
    withUnit(formatNumber(scan.spacing_mm[2], 2), 'mm'),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

function headline({ percent, intervals, lungs, edits, as_measured: before }: ResultJson, decimals: Decimals): Html {
  const range = intervals.percent.bv5;
  const level = `${Math.round(intervals.level * 100)} % interval`;
  const interval = range === null ? INTERVAL_NOT_KNOWN : `${formatRangeInWords(range, decimals.percent)} (${level})`;
  const marks = [
    lungs.cut_off.length > 0 ? 'imaged part only' : null,
    edits.length > 0 ? `${edits.length} ${edits.length === 1 ? 'change' : 'changes'} by hand` : null,
    before === undefined || before.bv5 === null
      ? null
      : `as measured ${withUnit(formatNumber(before.bv5, decimals.percent), '%')}`,
  ].filter((mark) => mark !== null);
  const figure =
    percent.bv5 === null
      ? html`<span class="hero">Not given</span>`
      : html`<span class="hero">${withUnit(formatNumber(percent.bv5, decimals.percent), '%')}</span>
          <span>${interval}</span>`;
  return html`<p>
      <span class="quiet">BV5, share of blood in vessels of 1.25–5 mm²</span>
      ${marks.map((mark) => html`<strong> · ${mark}</strong>`)}
    </p>
    <p>${figure}</p>`;
}

function histogram(result: ResultJson): Html | null {
  const chart = histogramChart(result);
  if (chart === null) return null;
  return html`<section>
    <p class="quiet">Volume by cross-sectional area, mL per bar</p>
    ${chart}
  </section>`;
}

function quality({ quality: { verdict, checks } }: ResultJson, look: string): Html {
  const items = checks.map((check) => html`<li>${sign(check.verdict)}${check.message}</li>`);
  return html`<section class="${look}">
    <h2>Scan quality: ${verdict}</h2>
    <ul class="two">
      ${items}
    </ul>
  </section>`;
}

function noticed({ issues }: ResultJson, most: number): Html | null {
  if (issues.length === 0) return null;
  let lines = most;
  const worstFirst = SEVERITIES.flatMap((severity) => issues.filter((issue) => issue.severity === severity));
  const fitting = worstFirst.filter(({ code, message, action }) => {
    lines -= Math.ceil((code.length + message.length + action.length) / LETTERS_A_LINE);
    return lines >= 0;
  });
  const items = fitting.map(
    ({ code, severity, message, action }) =>
      html`<li>
        ${severity === 'info' ? null : sign(severity === 'error' ? 'refused' : 'limited')}${message} ${action}
        <code class="quiet">${code}</code>
      </li>`,
  );
  const more = issues.length - fitting.length;
  return html`<section class="rule small">
    <h2>Noticed</h2>
    <ul>
      ${items}
    </ul>
    ${more > 0 ? html`<p class="quiet">${more} more in result.json.</p>` : null}
  </section>`;
}

/** Tick, triangle, filled triangle, octagon: the verdict by its shape. */
function sign(verdict: 'good' | 'limited' | 'poor' | 'refused'): Html {
  const shapes = {
    good: html`<svg class="sign" viewBox="0 0 12 12"><path d="M2 6.5l3 3 5-7" /></svg>`,
    limited: html`<svg class="sign caution" viewBox="0 0 12 12"><path d="M6 1.5l5 9H1z" /></svg>`,
    poor: html`<svg class="sign caution filled" viewBox="0 0 12 12"><path d="M6 1.5l5 9H1z" /></svg>`,
    refused: html`<svg class="sign refuse" viewBox="0 0 12 12"><path d="M4 1h4l3 3v4l-3 3H4L1 8V4z" /></svg>`,
  };
  return shapes[verdict];
}

function sources({ intervals, program }: ResultJson): Html | null {
  // less than half of the last digit shown says nothing
  const seen = intervals.sources.filter(({ points }) => points >= 0.05).toSorted((a, b) => b.points - a.points);
  if (seen.length === 0) return null;
  const terms = seen.map(({ name, points }) => `${sourceWords(name)} ${formatPoints(points)}`);
  return html`<section class="rule small">
    <h2>Where the interval comes from</h2>
    <p>Each alone: ${terms.join(', ')}. ${INTERVALS_TOLD(program.version)}</p>
  </section>`;
}

function provenance({ program, scan, estimates, volumes, vessels }: ResultJson, clinical: ReportClinical | null): Html {
  const e = estimates;
  const found = [
    `blood ${told(e.blood_hu, 0, 'HU')}`,
    `blur ${told(e.psf_sigma_mm, 2, 'mm')}, across slices ${told(e.psf_sigma_z_mm, 2, 'mm')}`,
    `noise ${told(e.noise_hu, 0, 'HU')}`,
    `vessels found from ${withUnit(formatCsa(e.detection_limit_mm2.value), 'mm²')}`,
  ].join('; ');
  const hilum = volumes.tbv_without_hilum_ml;
  return html`<section class="rule small quiet">
    <h2>How it was measured</h2>
    <p>
      Estimated from the scan: ${found}.
      ${
        clinical === null
          ? `${formatNumber(vessels.stations, 0)} places on ${formatNumber(vessels.branches, 0)} branches, ${withUnit(formatNumber(vessels.length_mm / 1000, 1), 'm')}.`
          : null
      }
      ${hilum === null ? null : `TBV without the 10 mm nearest to the hilum: ${withUnit(formatNumber(hilum, 0), 'mL')}.`}
      Figures are blood in the lung field; vessels are cut where they leave it at the hilum.
    </p>
    <p>
      Scan <code>${scan.id}</code>, pixels <code>${scan.pixels_sha256.slice(0, 16)}</code>, parameters
      <code>${program.parameters_hash.slice(7, 23)}</code>. Same pixels and parameters give the same figures.
      ${clinical === null ? null : clinicalMethods(clinical)}
    </p>
  </section>`;
}

function told({ value, low, high }: EstimateJson, decimals: number, unit: string): string {
  return `${withUnit(formatNumber(value, decimals), unit)} (${formatRange([low, high], decimals)})`;
}
