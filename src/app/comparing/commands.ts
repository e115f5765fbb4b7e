/** Commands of the comparison. */
import { inScan, type Command } from '../state/commands';
import { words } from '../words';
import type { ComparingDesk } from './desk';

export function comparingCommands(desk: ComparingDesk): readonly Command[] {
  if (desk.open.value === null) return [];
  const open = inScan('compare', words.comparing.open, null, null, () => (desk.panelOn.value = true));
  return desk.panelOn.value ? [open, inScan('swap', words.comparing.swap, 'S', 's', () => desk.swap())] : [open];
}
