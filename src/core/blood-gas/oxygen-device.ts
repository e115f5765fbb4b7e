/**
 * Inspired oxygen from device and flow. The points are the bedside convention of many hospital charts, not a
 * measurement: errors of ±0.1 are common, so the value is always marked as estimated.
 */

export type Fio2Method = 'device_table' | 'flow_3_percent';

export interface DeviceFio2 {
  readonly fio2: number;
  readonly source: 'direct' | 'estimated';
}

const ROOM_AIR = 0.21;

type Point = readonly [flowLMin: number, fio2: number];

const masks: Readonly<Record<string, readonly Point[]>> = {
  simple_mask: [
    [5, 0.4],
    [6, 0.5],
    [7, 0.6],
  ],
  reservoir_mask: [
    [6, 0.6],
    [7, 0.7],
    [8, 0.8],
    [9, 0.9],
    [10, 0.95],
  ],
};
const standardOxygen = ['nasal_cannula', 'simple_mask', 'reservoir_mask'];
const CANNULA_MOST_L_MIN = 6;

/**
 * FiO2 of a device, or null where it cannot be told: no flow, a cannula above 6 L/min, or a device that sets its own
 * fraction. `flow_3_percent` is 0.21 + 0.03 × flow for any standard oxygen device (Coudroy et al., Thorax 2020).
 */
export function deviceFio2(device: string, flowLMin: number | null, method: Fio2Method): DeviceFio2 | null {
  if (device === 'room_air') return { fio2: ROOM_AIR, source: 'direct' };
  if (flowLMin === null || !standardOxygen.includes(device)) return null;
  if (method === 'flow_3_percent') return { fio2: Math.min(1, ROOM_AIR + 0.03 * flowLMin), source: 'estimated' };
  const points = masks[device];
  if (points !== undefined) return { fio2: between(points, flowLMin), source: 'estimated' };
  if (flowLMin > CANNULA_MOST_L_MIN) return null;
  return { fio2: Math.max(ROOM_AIR, 0.2 + 0.04 * flowLMin), source: 'estimated' };
}

/** Linear between points, constant outside. */
function between(points: readonly Point[], flowLMin: number): number {
  const above = points.findIndex(([flow]) => flow >= flowLMin);
  if (above < 0) return points[points.length - 1][1];
  if (above === 0) return points[0][1];
  const [flowA, fio2A] = points[above - 1];
  const [flowB, fio2B] = points[above];
  return fio2A + ((flowLMin - flowA) / (flowB - flowA)) * (fio2B - fio2A);
}
