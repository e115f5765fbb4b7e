/** How the vessels are turned: like a thing on a turntable, head always up; pure arithmetic. */
export interface Turn {
  /** 0 looks at the front; positive turns the patient's left side to the viewer. */
  readonly azimuthDegrees: number;
  /** Positive looks down from above. */
  readonly elevationDegrees: number;
  /** Above 1 is nearer. */
  readonly zoom: number;
  /** Shift of the picture in shares of the view's height. */
  readonly shiftX: number;
  readonly shiftY: number;
}

type Triple = readonly [number, number, number];

export const frontTurn: Turn = { azimuthDegrees: 0, elevationDegrees: 0, zoom: 1, shiftX: 0, shiftY: 0 };

const degreesPerPixel = 0.4;
const steepest = 85;
const zoomRange = [0.4, 20] as const;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Unit vectors in LPS: to the viewer, up and right on the screen. */
export function axesOf(turn: Turn): { toEye: Triple; up: Triple; right: Triple } {
  const a = radians(turn.azimuthDegrees);
  const e = radians(turn.elevationDegrees);
  const right: Triple = [Math.cos(a), Math.sin(a), 0];
  // from the front the viewer stands anterior: −P
  const toEye: Triple = [Math.sin(a) * Math.cos(e), -Math.cos(a) * Math.cos(e), Math.sin(e)];
  const up: Triple = [-Math.sin(a) * Math.sin(e), Math.cos(a) * Math.sin(e), Math.cos(e)];
  return { toEye, up, right };
}

/** Turned by a drag of the pointer: what is dragged follows the pointer. */
export function turned(start: Turn, dx: number, dy: number): Turn {
  const azimuth = start.azimuthDegrees - dx * degreesPerPixel;
  return {
    ...start,
    azimuthDegrees: ((((azimuth + 180) % 360) + 360) % 360) - 180,
    elevationDegrees: Math.min(steepest, Math.max(-steepest, start.elevationDegrees + dy * degreesPerPixel)),
  };
}

export function nearer(turn: Turn, factor: number): Turn {
  return { ...turn, zoom: Math.min(zoomRange[1], Math.max(zoomRange[0], turn.zoom * factor)) };
}

export function shifted(start: Turn, dx: number, dy: number, viewHeight: number): Turn {
  return { ...start, shiftX: start.shiftX + dx / viewHeight, shiftY: start.shiftY + dy / viewHeight };
}

/** Letters at the left and right edge, as long as the patient's sides are there. */
export function sideLetters(turn: Turn): readonly [left: string, right: string] {
  const a = Math.abs(turn.azimuthDegrees);
  if (a <= 45) return ['R', 'L'];
  if (a >= 135) return ['L', 'R'];
  return turn.azimuthDegrees > 0 ? ['A', 'P'] : ['P', 'A'];
}
