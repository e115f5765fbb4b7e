/** The clinical part of a report from the course of its patient: with names and dates, or with neither. */
import { hoursBetween, parseIsoTime } from '../../core/blood-gas';
import {
  formatDate,
  formatNumber,
  formatSigned,
  formatTime,
  type Cell,
  type ReportClinical,
  type ReportGas,
  type ReportScanLine,
} from '../../core/result';
import { conditionWords } from '../gases/condition';
import { verdictOf, type Course, type CourseGas } from '../gases/course';
import { bv5Lane, courseSamples, mainLanes } from '../gases/course-picture';
import { aado2Name } from '../gases/evaluate';
import { studyHash, type StudySettings } from '../state/study';
import { gasWords } from '../words-gases';
import { reportWords } from '../words-report';

/** Ages above this are given as one more, as in every de-identified export. */
const OLDEST_SHOWN_YEARS = 89;

/** Notes that something in these gases calls for; general ones stay on the screen. */
const ofData = new Set(['drawn_early', 'methb_reminder', 'stopped_above_1_ppm', 'above_20_ppm', 'almitrine_beyond']);

export function reportClinical(course: Course, settings: StudySettings, names: boolean): ReportClinical {
  const samples = courseSamples(course);
  const hasBv5 = samples.some(({ values }) => (values.bv5 ?? null) !== null);
  const aado2 = settings.profile.aado2Equation === 'simple' ? 'aado2_simple_mmhg' : 'aado2_full_mmhg';
  return {
    person: personOf(course, names),
    gases: course.gases.map((one) => gasOf(one, course, names)),
    aado2,
    response: responseOf(course, settings),
    warnings: course.gases.flatMap(({ issues }) =>
      issues.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    ),
    notes: course.notes.filter(({ code }) => ofData.has(code)).map(({ text }) => text),
    course: { samples, lanes: [...mainLanes(aado2Name(settings)), ...(hasBv5 ? [bv5Lane] : [])] },
    profileHash: studyHash(settings),
  };
}

function personOf({ patient, patientId, reading }: Course, names: boolean): string | null {
  const age = reading.values.age_years;
  const years = typeof age !== 'number' ? null : !names && age > OLDEST_SHOWN_YEARS ? OLDEST_SHOWN_YEARS + 1 : age;
  const sex = patient?.sex ?? null;
  const parts = [
    names ? patientId : '',
    years === null ? '' : reportWords.age(formatNumber(years, 0)),
    sex === null ? '' : gasWords.sexes[sex].toLowerCase(),
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(', ');
}

function gasOf(one: CourseGas, course: Course, names: boolean): ReportGas {
  const { gas, evaluation, values, hoursFromCt, change } = one;
  const numbers = Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, number] => typeof pair[1] === 'number'),
  );
  // words of one's own may hold anything
  const codes = names ? values : { ...values, condition_text: gasWords.codes.other };
  return {
    id: gas.id,
    when: whenOf(one, course, names),
    hoursFromCt,
    condition: conditionWords(codes),
    isBeside: course.beside?.id === gas.id,
    isBaseline: course.baseline?.gas.id === gas.id,
    fio2IsEstimated: evaluation.fio2Source === 'estimated',
    values: numbers,
    changePercent: change?.percent ?? null,
  };
}

/** Date and clock, or hours after the first gas. */
function whenOf({ gas }: CourseGas, course: Course, names: boolean): string {
  if (gas.gasAt === null) return gasWords.untimed;
  if (names) return `${formatDate(gas.gasAt)} ${formatTime(gas.gasAt)}`;
  const first = course.gases.find((one) => one.gas.gasAt !== null)?.gas.gasAt ?? gas.gasAt;
  const [at, from] = [parseIsoTime(gas.gasAt), parseIsoTime(first)];
  return at && from ? reportWords.hours(formatNumber(hoursBetween(at, from), 1)) : gasWords.untimed;
}

/** The response of the last gas that has one. */
function responseOf(course: Course, settings: StudySettings): string | null {
  const found = course.gases
    .map((one, at) => ({ one, verdict: verdictOf(course.gases, at, settings) }))
    .findLast(({ verdict }) => verdict !== null);
  if (found === undefined || found.verdict === null) return null;
  const { verdict, one } = found;
  const { responder } = gasWords;
  const to = conditionWords({ ...one.values, condition_text: gasWords.codes.other });
  const which = verdict.against.baseline ? responder.marked : responder.lastBefore;
  const change = `${formatSigned(verdict.mmhg, 0)}\u202FmmHg`;
  const percent = `${formatSigned(verdict.percent, 0)}\u202F%`;
  const rule = settings.responder;
  return [
    `${verdict.responder ? responder.yes(to) : responder.no(to)}: ${responder.against(change, percent, which)}.`,
    responder.rule(rule.percent, rule.join === 'or' ? responder.or : responder.and, rule.mmhg),
  ].join(' ');
}

/** BV5 as the row of a scan keeps it; null where there is none. */
export function reportScanLine({ scan }: Course): ReportScanLine | null {
  const number = (name: string): number | null => numberOf(scan?.row[name]);
  const text = (name: string): string | null => {
    const cell = scan?.row[name];
    return typeof cell === 'string' ? cell : null;
  };
  const bv5 = number('percent_bv5');
  if (bv5 === null) return null;
  const [low, high] = [number('intervals_percent_bv5_low'), number('intervals_percent_bv5_high')];
  return {
    bv5,
    ends: low === null || high === null ? null : [low, high],
    tbvMl: number('volumes_tbv_ml'),
    qualityVerdict: text('quality_verdict'),
    parametersHash: text('program_parameters_hash'),
  };
}

const numberOf = (cell: Cell | undefined): number | null => (typeof cell === 'number' ? cell : null);
