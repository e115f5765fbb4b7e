/** The joint samples of the intervals: what is drawn for each source, and the bins that follow from it. */
import { log, random } from '../maths';
import type { Parameters } from '../parameters';
import type { IntervalTable } from './interval-table';

/** Every source of uncertainty, by the name under which the result lists it. */
export const sourceNames = [
  'blur',
  'blood_hu',
  'background',
  'station_scatter',
  'hilum',
  'border',
  'recall',
  'uncertain_lung',
  'model',
] as const;
export type SourceName = (typeof sourceNames)[number];

/** One joint draw: standard normals, and uniforms for the uncertain lung. */
export interface Draw {
  readonly blur: number;
  readonly bloodHu: number;
  readonly background: number;
  readonly branch: Float64Array;
  readonly hilum: readonly [number, number];
  readonly border: number;
  readonly recall: readonly [number, number, number, number];
  readonly uncertain: readonly [number, number];
  readonly model: readonly [number, number, number];
}

/** The same draws for the same table size, always. */
export function drawSamples(table: IntervalTable, parameters: Parameters): Draw[] {
  return Array.from({ length: Math.round(parameters.intervalSamples) }, (_, k): Draw => {
    const dice = random(parameters.intervalSeed, k + 1);
    const z = (): number => dice.normal();
    return {
      blur: z(),
      bloodHu: z(),
      background: z(),
      hilum: [z(), z()],
      border: z(),
      recall: [z(), z(), z(), z()],
      uncertain: [dice.uniform(), dice.uniform()],
      model: [z(), z(), z()],
      branch: Float64Array.from({ length: table.branches }, z),
    };
  });
}

/** mL in [below, BV5, BV5–10, BV10] when the given sources are as drawn and the others as measured. */
export function sumSample(
  table: IntervalTable,
  draw: Draw,
  sources: readonly SourceName[],
  parameters: Parameters,
): Float64Array {
  const on = (name: SourceName): number => (sources.includes(name) ? 1 : 0);
  const edges = [log(parameters.bv5FromMm2), log(parameters.bv5ToMm2), log(parameters.bv10FromMm2)];
  const binOf = (logCsa: number): number => (logCsa < edges[0] ? 0 : logCsa < edges[1] ? 1 : logCsa < edges[2] ? 2 : 3);
  const blur = on('blur') * draw.blur * table.logSigmaSd;
  const blood = on('blood_hu') * draw.bloodHu * table.bloodSdHu;
  const background = on('background') * draw.background * parameters.backgroundCommonSdHu;
  const scatter = on('station_scatter');
  const cut = draw.hilum.map((z) => (on('hilum') * z * parameters.hilumSdMm) / parameters.hilumBandMm);
  const border = on('border') * draw.border * parameters.borderSdMm;
  const recall = on('recall');
  const bins = new Float64Array(4);
  for (let s = 0; s < table.count; s += 1) {
    const logCsa =
      table.logCsa[s] +
      blur * table.perLogSigma[s] +
      blood * table.perBloodHu[s] +
      scatter * draw.branch[table.branch[s]] * table.logSd[s];
    const hilum = cut[table.side[s]];
    const found = 1 + recall * table.recallSd[s] * draw.recall[binOf(table.logCsa[s])];
    const tube =
      table.tubeMl[s] +
      background * table.mlPerBackgroundHu[s] +
      blood * table.mlPerBloodHu[s] +
      hilum * table.tubeHilumMl[s] +
      border * table.borderMl[s];
    bins[binOf(logCsa)] += found * tube;
    bins[3] += table.coreMl[s] + hilum * table.coreHilumMl[s];
  }
  addUncertainLung(bins, on('uncertain_lung') * table.uncertainShare, draw);
  if (on('model') === 1) addModelError(bins, table, draw);
  for (let b = 0; b < 4; b += 1) bins[b] = Math.max(0, bins[b]);
  return bins;
}

/** Dense lung may hold as many vessels as the rest or none, and of any calibre. */
function addUncertainLung(bins: Float64Array, share: number, draw: Draw): void {
  const tbv = bins[1] + bins[2] + bins[3];
  if (share <= 0 || tbv <= 0) return;
  const extra = (tbv * share * draw.uncertain[0]) / Math.max(0.05, 1 - share);
  const thin = extra * draw.uncertain[1];
  const thick = bins[2] + bins[3];
  bins[1] += thin;
  bins[2] += thick > 0 ? ((extra - thin) * bins[2]) / thick : 0;
  bins[3] += thick > 0 ? ((extra - thin) * bins[3]) / thick : extra - thin;
}

/** What phantoms show beyond the other sources: blood moved between bins, and the whole scaled. */
function addModelError(bins: Float64Array, table: IntervalTable, draw: Draw): void {
  const tbv = bins[1] + bins[2] + bins[3];
  const moved = (table.modelSdPoints / 100) * tbv;
  const middle = Math.SQRT1_2 * moved * draw.model[1];
  bins[1] += moved * draw.model[0];
  bins[2] += middle;
  bins[3] -= moved * draw.model[0] + middle;
  const scale = 1 + table.modelTbvSd * draw.model[2];
  for (let b = 0; b < 4; b += 1) bins[b] *= scale;
}
