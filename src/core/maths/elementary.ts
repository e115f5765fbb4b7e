/**
 * Elementary functions with the same bits everywhere.
 *
 * `Math.exp`, `Math.log`, `Math.sin` and their kin are left to the engine by the language standard and do
 * differ between JavaScript engines and versions; + − × ÷ and `Math.sqrt` are exact everywhere. The
 * measurement must give the same bits in every page and in Node, so `core` uses these instead
 * (a test refuses the others). Relative error below 2e-15 unless said otherwise.
 */
const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
const view = new DataView(new ArrayBuffer(8));

/** 2^n for an integer n in −1022 … 1023, exact. */
function pow2(n: number): number {
  view.setUint32(0, (n + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** e^x. */
export function exp(x: number): number {
  if (x > 709.7) return x > 709.782712893384 ? Infinity : exp(x - 1) * Math.E;
  if (x < -708) return x < -745 ? 0 : exp(x + 60) * 8.75651076269652e-27;
  if (x !== x) return x;
  const n = Math.round(x * Math.LOG2E);
  const r = x - n * LN2_HI - n * LN2_LO;
  // Rational approximation of W. J. Cody's kind (fdlibm e_exp): r in ±0.35
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  return (1 + ((r * c) / (2 - c) + r)) * pow2(n);
}

/** Natural logarithm of x > 0; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = 0;
  let v = x;
  if (v < 2.2250738585072014e-308) {
    v *= 18014398509481984;
    k -= 54;
  }
  view.setFloat64(0, v);
  const high = view.getUint32(0);
  k += (high >>> 20) - 1023;
  view.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let m = view.getFloat64(0);
  if (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586))) +
    w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const h = 0.5 * f * f;
  return k * LN2_HI - (h - (s * (h + r) + k * LN2_LO) - f);
}

/** x^y for x > 0, by exp(y·log x): relative error grows with |y·log x|·1e-16. */
export function power(x: number, y: number): number {
  return x === 0 ? (y === 0 ? 1 : 0) : exp(y * log(x));
}

/** Sine and cosine for |x| up to about 1e5. */
export function sin(x: number): number {
  const q = Math.round(x * 0.6366197723675814);
  const r = reduced(x, q);
  switch (((q % 4) + 4) % 4) {
    case 0:
      return sinSmall(r);
    case 1:
      return cosSmall(r);
    case 2:
      return -sinSmall(r);
    default:
      return -cosSmall(r);
  }
}

export function cos(x: number): number {
  const q = Math.round(x * 0.6366197723675814);
  const r = reduced(x, q);
  switch (((q % 4) + 4) % 4) {
    case 0:
      return cosSmall(r);
    case 1:
      return -sinSmall(r);
    case 2:
      return -cosSmall(r);
    default:
      return sinSmall(r);
  }
}

const reduced = (x: number, q: number): number => x - q * 1.5707963267341256 - q * 6.077100506506192e-11;

function sinSmall(x: number): number {
  const z = x * x;
  return (
    x +
    x *
      z *
      (-0.16666666666666632 +
        z *
          (0.00833333333332249 +
            z *
              (-0.0001984126982985795 +
                z * (0.0000027557313707070068 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)))))
  );
}

function cosSmall(x: number): number {
  const z = x * x;
  return (
    1 -
    0.5 * z +
    z *
      z *
      (0.0416666666666666 +
        z *
          (-0.001388888888887411 +
            z *
              (0.00002480158728947673 +
                z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 - z * 1.1359647557788195e-11)))))
  );
}

/** Inverse tangent of y/x in −π … π. Absolute error below 1e-15. */
export function atan2(y: number, x: number): number {
  if (x === 0 && y === 0) return 0;
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  const swap = ay > ax;
  const t = swap ? ax / ay : ay / ax;
  let a = atanUnit(t);
  if (swap) a = Math.PI / 2 - a;
  if (x < 0) a = Math.PI - a;
  return y < 0 ? -a : a;
}

/** atan on 0 … 1: halved twice by tan(a/2) = t/(1+√(1+t²)), then its series. */
function atanUnit(t: number): number {
  const u = t / (1 + Math.sqrt(1 + t * t));
  const v = u / (1 + Math.sqrt(1 + u * u));
  const z = v * v;
  let s = 0;
  for (let k = 25; k >= 1; k -= 2) s = 1 / k - z * s;
  return 4 * v * s;
}

/** arccos of x in −1 … 1. */
export function acos(x: number): number {
  return 2 * atan2(Math.sqrt(Math.max(0, 1 - x)), Math.sqrt(Math.max(0, 1 + x)));
}

/** Cube root. */
export function cbrt(x: number): number {
  if (x === 0) return 0;
  const a = Math.abs(x);
  let r = exp(log(a) / 3);
  r = r - (r * r * r - a) / (3 * r * r);
  return x < 0 ? -r : r;
}
