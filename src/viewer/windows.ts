/** Grey windows of the number keys. The page opens in the lung window whatever a header says. */
import type { GreyWindow } from './types';

export const windowPresets = {
  lung: { levelHu: -550, widthHu: 1350 },
  fine: { levelHu: -600, widthHu: 800 },
  mediastinum: { levelHu: 40, widthHu: 400 },
  bone: { levelHu: 500, widthHu: 1800 },
} as const satisfies Record<string, GreyWindow>;

/** As measured: from air to blood, so that grey is the share of blood in a voxel. */
export function measuredWindow(bloodHu: number): GreyWindow {
  const airHu = -1000;
  return { levelHu: (bloodHu + airHu) / 2, widthHu: bloodHu - airHu };
}

/** Window and level after a drag of the pointer: right widens, down darkens. */
export function draggedWindow(start: GreyWindow, dx: number, dy: number): GreyWindow {
  // a wide window moves faster, so that narrow ones can be set finely
  const huPerPixel = Math.max(0.5, start.widthHu / 400);
  const widthHu = Math.min(6000, Math.max(20, Math.round(start.widthHu + dx * huPerPixel)));
  const levelHu = Math.min(3000, Math.max(-1500, Math.round(start.levelHu + dy * huPerPixel)));
  return { levelHu, widthHu };
}
