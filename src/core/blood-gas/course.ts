/** Several gases of one patient: which one stands beside the scan, and plain notes on a treatment in its course. */

/** Hours around the scan in which a gas may stand beside it. */
export const DEFAULT_GAS_WINDOW_H = 24;

export interface GasInCourse {
  readonly id: string;
  /** Gas less CT; null where a time is missing. */
  readonly hoursFromCt: number | null;
  readonly arterial: boolean;
  readonly fio2Known: boolean;
}

export interface ChosenGas {
  readonly id: string;
  readonly hoursFromCt: number;
  readonly outsideWindow: boolean;
}

/** The arterial gas of known FiO2 nearest to the scan, the earlier of two; null where there is none with a time. */
export function gasBesideScan(gases: readonly GasInCourse[], windowH: number): ChosenGas | null {
  let best: { id: string; hours: number } | null = null;
  for (const { id, hoursFromCt: hours, arterial, fio2Known } of gases) {
    if (hours === null || !arterial || !fio2Known) continue;
    const nearer = best === null || Math.abs(hours) < Math.abs(best.hours);
    const earlierOfTwo = best !== null && Math.abs(hours) === Math.abs(best.hours) && hours < best.hours;
    if (nearer || earlierOfTwo) best = { id, hours };
  }
  return best && { id: best.id, hoursFromCt: best.hours, outsideWindow: Math.abs(best.hours) > windowH };
}

/** A note: no alarm, its source shown. */
export interface TreatmentNote {
  readonly code: string;
  readonly text: string;
  readonly source: string;
}

export interface TreatedGas {
  readonly condition: string | null;
  readonly minutesInCondition: number | null;
  readonly inoPpm: number | null;
  readonly methbPercent: number | null;
  readonly lactateMmolL: number | null;
  readonly rvLvRatio: number | null;
}

const GUIDANCE = 'iNO guidance text';
const INO_ALMITRINE = 'Ann Intensive Care 2020;10:151';
const drugConditions = ['ino', 'ino_almitrine', 'almitrine'];
const SETTLED_AFTER_MIN = 30;
const METHB_FROM_MIN = 4 * 60;
const METHB_UNTIL_MIN = 8 * 60;
const MORE_IS_NO_BETTER_PPM = 20;

const WEANED_PPM = 1;
const EXCLUDED_RV_LV = 0.6;
const EXCLUDED_LACTATE_MMOL_L = 2;

/** Notes that apply to these gases of one patient, in their order; each once. */
export function treatmentNotes(gases: readonly TreatedGas[], isNewborn: boolean): TreatmentNote[] {
  const notes: TreatmentNote[] = [];
  const note = (code: string, text: string, source: string): void => void notes.push({ code, text, source });
  const onDrug = gases.filter((gas) => gas.condition !== null && drugConditions.includes(gas.condition));
  const onIno = gases.filter(isOnIno);
  const onAlmitrine = gases.filter((gas) => gas.condition?.endsWith('almitrine'));
  if (onDrug.some((gas) => gas.minutesInCondition !== null && gas.minutesInCondition < SETTLED_AFTER_MIN)) {
    note(
      'drawn_early',
      'Drawn less than 30 min after the condition began; the study waited at least 30 min.',
      INO_ALMITRINE,
    );
  }
  if (onIno.length > 0) {
    const late = onIno.some((gas) => (gas.minutesInCondition ?? 0) >= METHB_FROM_MIN);
    const measured = onIno.some(
      (gas) =>
        gas.methbPercent !== null &&
        gas.minutesInCondition !== null &&
        gas.minutesInCondition >= METHB_FROM_MIN &&
        gas.minutesInCondition <= METHB_UNTIL_MIN,
    );
    if (late && !measured)
      note('methb_reminder', 'No methaemoglobin between 4 and 8 h after the start of iNO.', GUIDANCE);
    note('methb_watch', 'Methaemoglobin 4–8 h after the start of iNO, then regularly.', GUIDANCE);
    note(
      'rebound',
      'Stopping iNO abruptly can bring rebound; wean in steps of hours, to 1 ppm before the end.',
      GUIDANCE,
    );
    note('recruit_first', 'Lung recruited first, iNO reaches more of it.', GUIDANCE);
    note('left_heart', 'With left ventricular dysfunction oedema may follow.', GUIDANCE);
    if (isNewborn) note('right_to_left', 'Not in newborns who live on a right-to-left shunt.', GUIDANCE);
  }
  if (stoppedAbove(gases, WEANED_PPM)) {
    note('stopped_above_1_ppm', 'A gas without iNO follows one on more than 1 ppm: look for rebound.', GUIDANCE);
  }
  if (onIno.some((gas) => (gas.inoPpm ?? 0) > MORE_IS_NO_BETTER_PPM)) {
    note('above_20_ppm', 'Above 20 ppm no more benefit, more methaemoglobin.', GUIDANCE);
  }
  if (onAlmitrine.length > 0) {
    note(
      'almitrine_watch',
      'Almitrine: lactate and the right ventricle; RV/LV > 0.6 and lactate > 2 mmol/L were excluded.',
      INO_ALMITRINE,
    );
  }
  const beyond = onAlmitrine.some(
    ({ lactateMmolL, rvLvRatio }) => (lactateMmolL ?? 0) > EXCLUDED_LACTATE_MMOL_L || (rvLvRatio ?? 0) > EXCLUDED_RV_LV,
  );
  if (beyond) {
    note('almitrine_beyond', 'A gas on almitrine has RV/LV above 0.6 or lactate above 2 mmol/L.', INO_ALMITRINE);
  }
  return notes;
}

const isOnIno = (gas: TreatedGas): boolean => gas.condition?.startsWith('ino') === true || (gas.inoPpm ?? 0) > 0;

/** Whether a gas on more than this dose is followed by one without the drug. */
function stoppedAbove(gases: readonly TreatedGas[], ppm: number): boolean {
  return gases.some((gas, at) => {
    const after = gases[at + 1];
    return (
      after !== undefined && (gas.inoPpm ?? 0) > ppm && isOnIno(gas) && after.condition !== null && !isOnIno(after)
    );
  });
}
