/** The air that is breathed: barometric pressure from altitude, water vapour from temperature. */
import { exp, power } from '../maths';

export const SEA_LEVEL_MMHG = 760;
export const BODY_TEMPERATURE_C = 37;

/** ICAO standard atmosphere, mmHg at a height in metres. */
export function pressureAtAltitude(altitudeM: number): number {
  return SEA_LEVEL_MMHG * power(1 - 2.25577e-5 * altitudeM, 5.25588);
}

/** Saturated water vapour, mmHg: Antoine's equation scaled so that 37 °C gives 47. */
export function waterVapour(temperatureC: number): number {
  return 47 * exp(Math.LN10 * (1730.63 / 270.426 - 1730.63 / (233.426 + temperatureC)));
}
