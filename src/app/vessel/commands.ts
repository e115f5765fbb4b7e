/** Commands on the vessel that is looked at, and the switch for what was left out. */
import { inScan, type Command } from '../state/commands';
import type { View } from '../state/view';
import { words } from '../words';
import type { CorrectingDesk } from '../correcting/desk';
import type { VesselDesk } from './desk';

/** `ask` opens the choice of the reason in the panel of the vessel. */
export function vesselCommands(
  desk: VesselDesk,
  view: View,
  correcting: CorrectingDesk,
  ask: (what: 'vessel' | 'cut') => void,
): readonly Command[] {
  if (desk.open.value === null) return [];
  const leftOut = inScan('left_out', words.command.leftOut, 'U', 'u', () => {
    view.state.leftOutOn = !view.state.leftOutOn;
  });
  const always = [
    leftOut,
    inScan('correct', words.correcting.open, 'B', 'b', () => (correcting.panelOn.value = !correcting.panelOn.value)),
    inScan('ball_smaller', words.correcting.smaller, '[', '[', () => (correcting.radiusMm.value -= 1)),
    inScan('ball_larger', words.correcting.larger, ']', ']', () => (correcting.radiusMm.value += 1)),
  ];
  if (desk.selected.value === null) return always;
  return [
    ...always,
    inScan('not_a_vessel', words.command.sayWhat, 'R', 'r', () => ask('vessel')),
    inScan('cut_here', words.correcting.cut, 'C', 'c', () => ask('cut')),
    inScan('vessel_beyond', words.vessel.beyond, 'D', 'd', () => (desk.beyondOn.value = !desk.beyondOn.value)),
    inScan('vessel_child', words.command.vesselChild, '.', '.', () => desk.go('child')),
    inScan('vessel_parent', words.command.vesselParent, ',', ',', () => desk.go('parent')),
    inScan('vessel_close', words.vessel.close, null, null, () => desk.close()),
  ];
}
