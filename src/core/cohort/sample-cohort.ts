/**
 * A cohort that never was: forty invented patients as a clinical table, the same every time, each named SYNTHETIC.
 * BV5 falls with the need of oxygen, about as much as in the published study, under scatter; nothing else is told by it.
 */
import { random, type Random } from '../maths';

export const SAMPLE_COHORT_NAME = 'Sample cohort (synthetic).csv';

const PATIENTS = 40;
const SEED = 2026;
const HEADER =
  'Patient ID,Sex,Age (years),Height (cm),Weight (kg),CT time,Gas time,O2 device,O2 flow (L/min),pH,PaCO2 (mmHg),PaO2 (mmHg),' +
  'SaO2 (%),Hb (g/dL),Lactate (mmol/L),BV5 (%),BV5-10 (%),BV10 (%),TBV (mL)';

export function sampleCohortCsv(): string {
  const draw = random(SEED);
  const lines = Array.from({ length: PATIENTS }, (_, at) => patient(at + 1, draw));
  return `${[HEADER, ...lines].join('\n')}\n`;
}

function patient(number: number, draw: Random): string {
  const around = (mean: number, sd: number, low: number, high: number): number =>
    Math.min(high, Math.max(low, mean + sd * draw.normal()));
  const isMan = draw.uniform() < 0.64;
  const illness = draw.uniform();
  const flow = Math.round(2 * Math.max(0, 6 * illness - 1.2 + 0.6 * draw.normal())) / 2;
  const device = flow === 0 ? 'room_air' : flow <= 6 ? 'nasal_cannula' : 'simple_mask';
  const fio2 = flow === 0 ? 0.21 : flow <= 6 ? 0.2 + 0.04 * flow : 0.6;
  const bv5 = around(49 - 11 * illness, 6.5, 25, 66);
  const bv5Middle = around(17.5 + 2 * illness, 2, 12, 24);
  const paco2 = around(38 - 3 * illness, 4, 26, 56);
  const alveolar = fio2 * 713 - paco2 * (fio2 + (1 - fio2) / 0.8);
  const pao2 = Math.min(alveolar - 6, around(90 - 22 * illness, 8, 50, 118));
  const saturation = around(86 + pao2 / 8.5, 0.8, 82, 99.5);
  const day = `2020-04-${String(1 + (number % 28)).padStart(2, '0')}`;
  const gasMinutes = 8 * 60 + Math.floor(draw.uniform() * 600);
  return [
    `SYNTHETIC-${String(number).padStart(2, '0')}`,
    isMan ? 'M' : 'F',
    around(60, 13, 24, 88).toFixed(0),
    around(isMan ? 177 : 164, 7, 148, 200).toFixed(0),
    around(isMan ? 84 : 71, 12, 45, 130).toFixed(0),
    `${day}T10:00`,
    `${day}T${clock(gasMinutes)}`,
    device,
    flow === 0 ? '0' : flow.toFixed(1),
    around(7.42, 0.04, 7.25, 7.53).toFixed(2),
    paco2.toFixed(0),
    pao2.toFixed(0),
    saturation.toFixed(1),
    around(12.8, 1.5, 8.5, 17).toFixed(1),
    around(1.3 + illness, 0.4, 0.6, 4).toFixed(1),
    bv5.toFixed(1),
    bv5Middle.toFixed(1),
    (100 - Number(bv5.toFixed(1)) - Number(bv5Middle.toFixed(1))).toFixed(1),
    around(218, 38, 120, 330).toFixed(0),
  ].join(',');
}

const clock = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
