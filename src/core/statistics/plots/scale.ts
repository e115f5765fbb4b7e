/** From values to places on an axis, with ticks at round numbers. */

export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly decimals: number;
  /** Place of a value in pixels. */
  at(value: number): number;
}

const ABOUT_TICKS = 5;

/** An axis that covers low to high on the pixels from `start` to `end`. Ticks lie at 1, 2 or 5 times a power of ten. */
export function linearScale(low: number, high: number, start: number, end: number): Scale {
  const { step, decimals } = tickStep(high > low ? high - low : Math.abs(low) || 1);
  const from = Math.floor(low / step + 1e-9);
  const to = Math.max(from + 1, Math.ceil(high / step - 1e-9));
  const first = from * step;
  const last = to * step;
  return {
    low: first,
    high: last,
    ticks: Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toFixed(decimals))),
    decimals,
    at: (value) => start + ((value - first) / (last - first)) * (end - start),
  };
}

function tickStep(span: number): { readonly step: number; readonly decimals: number } {
  const [mantissa = '1', power = '0'] = (span / ABOUT_TICKS).toExponential(6).split('e');
  const nice = Number(mantissa) < 1.5 ? 1 : Number(mantissa) < 3.5 ? 2 : Number(mantissa) < 7.5 ? 5 : 10;
  return { step: Number(`${nice}e${power}`), decimals: Math.max(0, -Number(power) - (nice === 10 ? 1 : 0)) };
}

/** Least and greatest of all values. */
export function rangeOf(...lists: readonly Float64Array[]): readonly [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (const value of list) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : [0, 1];
}
