/** The joint samples of the intervals: what is drawn for each source, and the bins that follow from it. */
import { log, normalQuantile, random } from '../maths';
import type { Task } from '../parallel';
import type { Parameters } from '../parameters';
import { terms, termCount, type BinSums, type IntervalTable } from './interval-table';
import { meanTissueMm } from './hilar-tissue';
import { LEFT_SIDE, NO_SIDE, regionCount, RIGHT_SIDE, sideOfRegion } from './ledger';

/** Every source of uncertainty, by the name under which the result lists it. */
export const sourceNames = [
  'blur',
  'blood_hu',
  'background',
  'station_scatter',
  'hilum',
  'hilar_tissue',
  'border',
  'recall',
  'uncertain_lung',
  'model',
] as const;
export type SourceName = (typeof sourceNames)[number];

/** Sources of one number each, that moves BV5 one way: their two ends say all. */
const plainSources: readonly SourceName[] = ['blur', 'blood_hu', 'border'];
export const drawnSources = sourceNames.filter((name) => !plainSources.includes(name));

/** One sample: bins of right, left and neither side under all sources, then of both together under each drawn one. */
export const sampleStride = 12 + 4 * drawnSources.length;

/** Numbers of a sample that all stations share; the branches' own are drawn freely. */
export const sharedDraws = 21 + regionCount;

export interface SampleInput {
  readonly table: IntervalTable;
  /** `sharedDraws` numbers in 0 … 1 a sample. */
  readonly uniforms: Float64Array;
  readonly parameters: Parameters;
}

/** A piece is a range of samples; its output holds `sampleStride` numbers a sample. */
export const sampleTask: Task<SampleInput, Float64Array> = {
  id: 'blood-volume/samples',
  run({ table, uniforms, parameters }, piece) {
    const out = new Float64Array(sampleStride * (piece.to - piece.from));
    const bins = new Float64Array(12);
    const branch = new Float64Array(table.branches);
    for (let k = piece.from; k < piece.to; k += 1) {
      const draw = drawSample(k, uniforms, branch, parameters);
      const at = sampleStride * (k - piece.from);
      out.set(sumSample(table, draw, sourceNames, parameters, bins), at);
      for (const [n, name] of drawnSources.entries()) {
        sumSample(table, draw, [name], parameters, bins);
        for (let b = 0; b < 4; b += 1) out[at + 12 + 4 * n + b] = bins[b] + bins[4 + b] + bins[8 + b];
      }
    }
    return out;
  },
};

/** One joint draw: standard normals, and uniforms for the uncertain lung. */
export interface Draw {
  readonly blur: number;
  readonly bloodHu: number;
  /** Common to all vessels, and of each region. */
  readonly background: number;
  readonly regional: readonly number[];
  readonly branch: Float64Array;
  readonly hilum: readonly number[];
  /** Not below 0: tissue only adds. Its mean is taken off already. */
  readonly hilarTissue: number;
  readonly border: number;
  readonly recall: readonly number[];
  readonly uncertain: readonly [number, number, number];
  /** Of either side: share into BV5, share into BV5–10, scale; and of all sizes. */
  readonly model: readonly number[];
  readonly modelSize: number;
}

/** Sample k: the same draws always. */
function drawSample(k: number, uniforms: Float64Array, branch: Float64Array, parameters: Parameters): Draw {
  const dice = random(parameters.intervalSeed, k + 1);
  for (let b = 0; b < branch.length; b += 1) branch[b] = dice.normal();
  let at = k * sharedDraws;
  const uniform = (): number => uniforms[at++];
  const normal = (): number => normalQuantile(uniform());
  const normals = (n: number): number[] => Array.from({ length: n }, normal);
  return {
    blur: normal(),
    bloodHu: normal(),
    background: normal(),
    regional: normals(regionCount),
    branch,
    hilum: normals(2),
    border: normal(),
    recall: normals(4),
    uncertain: [uniform(), uniform(), uniform()],
    model: normals(6),
    modelSize: normal(),
    hilarTissue: Math.max(0, normal()),
  };
}

/** All plain sources at `z` SD. */
export function plainDraw(z: number): Draw {
  const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
  return {
    blur: z,
    bloodHu: z,
    background: 0,
    regional: zeros(regionCount),
    branch: new Float64Array(0),
    hilum: zeros(2),
    hilarTissue: 0,
    border: z,
    recall: zeros(4),
    uncertain: [0, 0, 0],
    model: zeros(6),
    modelSize: 0,
  };
}

/** mL in [below, BV5, BV5–10, BV10] of right, left and neither side: the given sources as drawn, the others as measured. */
export function sumSample(
  table: IntervalTable,
  draw: Draw | null,
  sources: readonly SourceName[],
  parameters: Parameters,
  bins: Float64Array,
): Float64Array {
  const factors = factorsOf(table, draw, sources, parameters);
  bins.fill(0);
  const moves = factors.blur !== 0 || factors.blood !== 0 || factors.logSize !== 0 || factors.branch !== null;
  addSums(table, moves ? table.fixed : table.all, factors, bins);
  if (moves) addMoved(table, factors, parameters, bins);
  const on = (name: SourceName): boolean => draw !== null && sources.includes(name);
  if (draw !== null && on('uncertain_lung')) addUncertainLung(bins, table, draw);
  if (draw !== null && on('model')) addModelError(bins, table, draw, parameters);
  for (let b = 0; b < bins.length; b += 1) bins[b] = Math.max(0, bins[b]);
  return bins;
}

/** By how much each term counts in a sample. */
interface Factors {
  /** Of the terms of a station's volume, in each region: `termCount` numbers a region. */
  readonly volume: Float64Array;
  readonly recall: Float64Array;
  readonly hilumMm: readonly [number, number];
  readonly tissueMm: number;
  /** SDs by which sizes move. */
  readonly blur: number;
  readonly blood: number;
  /** Shift of all ln CSA. */
  readonly logSize: number;
  readonly branch: Float64Array | null;
}

function factorsOf(table: IntervalTable, draw: Draw | null, sources: readonly SourceName[], p: Parameters): Factors {
  const drawn = (name: SourceName, value: (d: Draw) => number): number =>
    draw !== null && sources.includes(name) ? value(draw) : 0;
  const hilumMm = [0, 1].map((side) => drawn('hilum', (d) => p.hilumSdMm * d.hilum[side]));
  const tissueMm = drawn('hilar_tissue', (d) => p.hilarTissueSdMm * d.hilarTissue - meanTissueMm(p));
  const volume = new Float64Array(termCount * regionCount);
  for (let region = 0; region < regionCount; region += 1) {
    const at = termCount * region;
    const side = sideOfRegion(region);
    volume[at + terms.tube] = 1;
    volume[at + terms.perBackgroundHu] = drawn(
      'background',
      (d) => p.backgroundCommonSdHu * d.background + p.backgroundRegionalSdHu * d.regional[region],
    );
    volume[at + terms.perBloodHu] = drawn('blood_hu', (d) => table.bloodSdHu * d.bloodHu);
    volume[at + terms.perHilumMm] = side === NO_SIDE ? 0 : hilumMm[side];
    volume[at + terms.perTissueMm] = tissueMm;
    volume[at + terms.perBorderMm] = drawn('border', (d) => p.borderSdMm * d.border);
  }
  return {
    volume,
    recall: Float64Array.from({ length: 4 }, (_, bin) => drawn('recall', (d) => d.recall[bin])),
    hilumMm: [hilumMm[RIGHT_SIDE], hilumMm[LEFT_SIDE]],
    tissueMm,
    blur: drawn('blur', (d) => d.blur),
    blood: drawn('blood_hu', (d) => d.bloodHu),
    logSize: drawn('model', (d) => p.modelSizeLogSd * d.modelSize),
    branch: draw !== null && sources.includes('station_scatter') ? draw.branch : null,
  };
}

/** Blood that keeps its bin, and cores: BV10 whatever the size. */
function addSums(table: IntervalTable, sums: BinSums, factors: Factors, bins: Float64Array): void {
  const { volume, recall, hilumMm, tissueMm } = factors;
  for (let region = 0; region < regionCount; region += 1) {
    const side = sideOfRegion(region);
    for (let bin = 0; bin < 4; bin += 1) {
      const at = (region * 4 + bin) * termCount;
      let sum = 0;
      for (let t = 0; t < termCount; t += 1) {
        sum += volume[termCount * region + t] * (sums.terms[at + t] + recall[bin] * sums.recalled[at + t]);
      }
      bins[4 * side + bin] += sum;
    }
    const ofHilum = side === NO_SIDE ? 0 : hilumMm[side] * table.corePerHilumMm[region];
    bins[4 * side + 3] += table.core[region] + ofHilum + tissueMm * table.corePerTissueMm[region];
  }
}

function addMoved(table: IntervalTable, factors: Factors, parameters: Parameters, bins: Float64Array): void {
  const { blur, blood, logSize, branch } = factors;
  const edge0 = log(parameters.bv5FromMm2);
  const edge1 = log(parameters.bv5ToMm2);
  const edge2 = log(parameters.bv10FromMm2);
  for (let k = 0; k < table.count; k += 1) {
    const scatter = branch === null ? 0 : branch[table.branch[k]] * table.logSd[k];
    const size = table.logCsa[k] + logSize + blur * table.perBlur[k] + blood * table.perBlood[k] + scatter;
    const bin = size < edge1 ? (size < edge0 ? 0 : 1) : size < edge2 ? 2 : 3;
    bins[4 * sideOfRegion(table.region[k]) + bin] += volumeOf(table, factors, k);
  }
}

function volumeOf(table: IntervalTable, { volume, recall }: Factors, k: number): number {
  const at = termCount * k;
  const f = termCount * table.region[k];
  let sum = table.terms[at];
  for (let t = 1; t < termCount; t += 1) sum += volume[f + t] * table.terms[at + t];
  return sum * (1 + recall[table.bin[k]] * table.recallSd[k]);
}

/** What was measured in dense lung may be none; what it hides may be as much as elsewhere, and of any calibre. */
function addUncertainLung(bins: Float64Array, table: IntervalTable, draw: Draw): void {
  const share = table.uncertainShare;
  if (share <= 0) return;
  for (let b = 0; b < 12; b += 1) bins[b] = Math.max(0, bins[b] - draw.uncertain[2] * table.doubtfulMl[b]);
  for (let side = 0; side < 12; side += 4) {
    const tbv = bins[side + 1] + bins[side + 2] + bins[side + 3];
    if (tbv <= 0) continue;
    const extra = (tbv * share * draw.uncertain[0]) / Math.max(0.05, 1 - share);
    const thin = extra * draw.uncertain[1];
    const thick = bins[side + 2] + bins[side + 3];
    bins[side + 1] += thin;
    bins[side + 2] += thick > 0 ? ((extra - thin) * bins[side + 2]) / thick : 0;
    bins[side + 3] += thick > 0 ? ((extra - thin) * bins[side + 3]) / thick : extra - thin;
  }
}

/**
 * What phantoms show beyond the other sources: blood moved between bins, and the whole scaled. Each side errs on its
 * own, by √2 of what both together do.
 */
function addModelError(bins: Float64Array, table: IntervalTable, draw: Draw, parameters: Parameters): void {
  for (const side of [RIGHT_SIDE, LEFT_SIDE]) {
    const at = 4 * side;
    const [thin, ofMiddle, scale] = draw.model.slice(3 * side, 3 * side + 3);
    const middle = parameters.modelMiddleFactor * ofMiddle;
    const tbv = bins[at + 1] + bins[at + 2] + bins[at + 3];
    const moved = (Math.SQRT2 * table.modelSdPoints * tbv) / 100;
    bins[at + 1] += moved * thin;
    bins[at + 2] += moved * middle;
    bins[at + 3] -= moved * (thin + middle);
    for (let b = 0; b < 4; b += 1) bins[at + b] *= 1 + Math.SQRT2 * table.modelTbvSd * scale;
  }
}
