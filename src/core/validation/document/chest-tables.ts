/** The chests, figure by figure. */
import { mean, median } from '../summary';
import { none, percent, shown, signed, table } from './markdown';
import { limits } from './limits';
import {
  answersOf,
  halfWidth,
  holdsBv5,
  lineOf,
  nameOf,
  shareErrors,
  sideWorst,
  tbvError,
  worstOf,
  type Answer,
  type Sheet,
} from './sheet';

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const three = (values: readonly (number | null)[] | null, decimals: number): string =>
  values === null ? none : values.map((value) => shown(value, decimals)).join(' / ');

/** Every case with its limits: none is left out, a refusal fails. */
export function limitTable(sheet: Sheet): string {
  const answers = answersOf(sheet.chests);
  const rows = sheet.chests.map((chest) => {
    const { worstPoints, tbvPercent } = limits[chest.class];
    const answer = answers.find((one) => one.chest === chest);
    if (answer === undefined) {
      return [
        nameOf(chest, sheet.plan),
        chest.title,
        String(chest.seed),
        '',
        '',
        '',
        '',
        `refused: ${chest.refusal?.code ?? ''}`,
      ];
    }
    const errors = shareErrors(answer);
    const good = worstOf(answer) <= worstPoints && Math.abs(tbvError(answer)) <= tbvPercent;
    return [
      nameOf(chest, sheet.plan),
      chest.title,
      String(chest.seed),
      errors === null ? none : errors.map((error) => signed(error, 2)).join(' / '),
      shown(finite(worstOf(answer)), 2),
      `${worstPoints}`,
      `${signed(finite(tbvError(answer)), 1)} (${tbvPercent})`,
      good ? 'kept' : '**not kept**',
    ];
  });
  const head = ['case', 'scan', 'seed', 'BV5 / 5–10 / 10, points', 'worst', 'limit', 'TBV % (limit)', ''];
  return table(head, rows, 2);
}

/** Shares and volumes measured and true, and each lung. */
export function figureTable(sheet: Sheet): string {
  const rows = answersOf(sheet.chests).map((answer) => {
    const { chest, measured } = answer;
    const { total } = chest.truth;
    const { percent: shares, volumes } = measured.figures;
    return [
      nameOf(chest, sheet.plan),
      three([shares.bv5, shares.bv5To10, shares.bv10], 1),
      three([total.bv5Percent, total.bv5To10Percent, total.bv10Percent], 1),
      `${shown(volumes.tbvMl, 1)} / ${shown(total.tbvMl, 1)}`,
      shown(finite(sideWorst(answer, 'right')), 2),
      shown(finite(sideWorst(answer, 'left')), 2),
      signed(lineOf(answer, 'right lung'), 1),
      signed(lineOf(answer, 'left lung'), 1),
    ];
  });
  const head = [
    'case',
    'measured shares, %',
    'true shares, %',
    'TBV / true, mL',
    'right, worst bin',
    'left, worst bin',
    'right lung, %',
    'left lung, %',
  ];
  return table(head, rows);
}

export function lungTable(sheet: Sheet): string {
  const rows = answersOf(sheet.chests).map(({ chest, measured }) => {
    const { lungs, centrelines, rejected } = measured;
    return [
      nameOf(chest, sheet.plan),
      shown(lungs.dice, 4),
      shown(lungs.hilarErrorMm, 2),
      signed(lungs.hilarBiasMm, 2),
      shown(lungs.uncertainPercent, 1),
      three(centrelines.falseMl, 2),
      rejected.length === 0 ? none : rejected.map(({ reason, ml }) => `${reason} ${shown(ml, 1)}`).join(', '),
    ];
  });
  const head = [
    'case',
    'Dice',
    'hilum, mm',
    'signed, mm',
    'uncertain, %',
    'false mL, BV5 / 5–10 / 10',
    'rejected, mL by reason',
  ];
  return table(head, rows);
}

export function estimateTable(sheet: Sheet): string {
  const rows = answersOf(sheet.chests).map(({ chest, measured }) => {
    const { bloodHu, psfSigmaMm, psfSigmaZMm, noiseHu } = measured.estimates;
    const pair = ({ value, truth }: typeof bloodHu, decimals: number): string =>
      `${shown(value, decimals)} / ${shown(truth, decimals)}`;
    return [
      nameOf(chest, sheet.plan),
      pair(bloodHu, 0),
      pair(psfSigmaMm, 3),
      pair(psfSigmaZMm, 3),
      pair(noiseHu, 0),
      shown(measured.detectionLimitMm2, 2),
    ];
  });
  return table(['case', 'blood, HU', 'σ, mm', 'σz, mm', 'noise, HU', 'detection limit, mm²'], rows);
}

export function centrelineTable(sheet: Sheet): string {
  const rows = answersOf(sheet.chests).map(({ chest, measured }) => {
    const { agreement, recall, precision } = measured.centrelines;
    return [
      nameOf(chest, sheet.plan),
      recall.map(({ share }) => percent(share, 1)).join(' / '),
      precision.map(({ share }) => percent(share, 1)).join(' / '),
      `${signed(agreement.biasPercent, 1)} ± ${shown(agreement.scatterPercent, 1)}`,
      `${signed(agreement.branchBiasPercent, 1)} ± ${shown(agreement.branchScatterPercent, 1)}`,
      String(agreement.stations),
    ];
  });
  const head = [
    'case',
    'recall, %: 1.25–2 / 2–5 / > 5',
    'precision, %: BV5 / 5–10 / 10',
    'CSA of stations, %',
    'of branches, %',
    'stations',
  ];
  return table(head, rows);
}

/** Medians over the chests, by calibre. */
export function calibreTable(answers: readonly Answer[]): string {
  if (answers.length === 0) return '';
  const rows = answers[0].measured.centrelines.classes.map((one, c) => {
    const all = answers.map(({ measured }) => measured.centrelines.classes[c]);
    const middle = (values: readonly (number | null)[]): number | null => {
      const known = values.filter((value) => value !== null);
      return known.length === 0 ? null : median(known);
    };
    const lengths = all.map(({ trueLengthMm }) => trueLengthMm / 1000);
    return [
      one.toMm2 >= 1000 ? `above ${shown(one.fromMm2, 0)}` : `${one.fromMm2}–${one.toMm2}`,
      shown(mean(lengths), 2),
      percent(middle(all.map(({ recall }) => recall)), 1),
      percent(middle(all.map(({ precision }) => precision)), 1),
      signed(middle(all.map(({ biasPercent }) => biasPercent)), 1),
      shown(middle(all.map(({ scatterPercent }) => scatterPercent)), 1),
    ];
  });
  return table(['CSA, mm²', 'length, m', 'recall, %', 'precision, %', 'CSA bias, %', 'CSA SD, %'], rows);
}

export function intervalTable(sheet: Sheet): string {
  const rows = answersOf(sheet.chests).map((answer) => {
    const { chest, measured } = answer;
    const range = measured.intervals.bv5;
    const holds = holdsBv5(answer);
    const sources = measured.sources.toSorted((a, b) => b.points - a.points).slice(0, 3);
    return [
      nameOf(chest, sheet.plan),
      range === null ? none : `${shown(range[0], 1)}–${shown(range[1], 1)}`,
      shown(chest.truth.total.bv5Percent, 1),
      holds === null ? none : holds ? 'yes' : '**no**',
      shown(halfWidth(answer), 1),
      sources.map(({ name, points }) => `${name} ${shown(points, 1)}`).join(', '),
    ];
  });
  return table(['case', '90 % interval of BV5', 'true', 'holds it', 'half width', 'largest sources, points'], rows);
}

/** The naive pipeline on the same volumes; empty without its records. */
export function naiveTable(sheet: Sheet): string {
  const rows = answersOf(sheet.chests).flatMap((answer) => {
    const { naive } = answer.chest;
    if (naive === null) return [];
    const { percent: shares, score } = naive.figures;
    return [
      [
        nameOf(answer.chest, sheet.plan),
        three([shares.bv5, shares.bv5To10, shares.bv10], 1),
        shown(score.worstBinPoints, 1),
        signed(score.tbvErrorPercent, 0),
        `${percent(naive.recall, 1)} / ${percent(naive.precision, 1)}`,
        shown(finite(worstOf(answer)), 1),
        signed(finite(tbvError(answer)), 1),
      ],
    ];
  });
  if (rows.length === 0) return '';
  return table(
    ['case', 'naive shares, %', 'worst bin', 'TBV, %', 'recall / precision, %', 'BVX, worst bin', 'BVX, TBV, %'],
    rows,
  );
}
