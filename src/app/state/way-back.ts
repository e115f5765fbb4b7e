/** Esc: one step back, the innermost first: what is asked, a task, a vessel, what is lit, measuring, the tool. */
import { ref, watch, type Ref } from 'vue';
import type { ComparingDesk } from '../comparing/desk';
import type { CorrectingDesk } from '../correcting/desk';
import type { VesselDesk } from '../vessel/desk';
import type { Area } from './area';
import type { Session } from './session';
import { usualTool, type View } from './view';

interface Layers {
  readonly session: Session;
  readonly view: View;
  readonly vessels: VesselDesk;
  readonly correcting: CorrectingDesk;
  readonly comparing: ComparingDesk;
}

export function useWayBack(
  { session, view, vessels, correcting, comparing }: Layers,
  area: Readonly<Ref<Area>>,
  drawerOpen: Ref<boolean>,
) {
  /** Slices are being read and nothing is there yet. */
  const opensSlices = (): boolean => session.state.value.at === 'looking' && session.state.value.scan.opened === null;

  const asked = ref<'vessel' | 'cut' | null>(null);
  function askWhat(what: 'vessel' | 'cut'): void {
    correcting.panelOn.value = false;
    drawerOpen.value = true;
    asked.value = what;
  }

  // a task that begins is in sight, also where its panel is a drawer
  watch([comparing.panelOn, correcting.panelOn], (now) => {
    if (now.includes(true)) drawerOpen.value = true;
  });

  function goBack(): void {
    if (area.value !== 'scan') return;
    const { at } = session.state.value;
    if (asked.value !== null) asked.value = null;
    else if (correcting.panelOn.value) correcting.panelOn.value = false;
    else if (vessels.selected.value !== null) vessels.close();
    else if (comparing.panelOn.value) comparing.panelOn.value = false;
    else if (view.state.pinned !== null) view.state.pinned = null;
    else if (drawerOpen.value) drawerOpen.value = false;
    else if (at === 'measuring' || at === 'opening') session.cancel();
    else if (view.state.tool !== usualTool) view.state.tool = usualTool;
    // what was read and measured is never left by one Esc too many: the name of the case leads to its series
    else if (at === 'choosing' || at === 'refused' || opensSlices()) session.back();
  }

  return { asked, askWhat, goBack };
}
