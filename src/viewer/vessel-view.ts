/**
 * The 3-D place of the page: decides how the vessels can be drawn here, turns them, and says what it does.
 *
 * It is drawn last: the library is fetched and the tubes are made only when the slices have what they
 * need. Without WebGL nothing is drawn until the user asks for the slow way.
 */
import type { StationTable } from '../core/result/types';
import type { Geometry } from '../core/volume';
import { hasGraphics } from './graphics';
import { calibreBins, litLabels } from './lit';
import { lungShape } from './lung-shape';
import { lungSurface } from './lung-surface';
import type { SurfaceMesh } from './tube-mesh';
import { listenToPointer, type DragAction } from './pointer';
import { frontTurn, nearer, shifted, sideLetters, turned, type Turn } from './turntable';
import { pickInProjection, type PickTable } from './pick';
import type { BinSwitches, Lit } from './types';
import { vesselLines, type LinesByBin } from './vessel-lines';
import { drawProjection, projectionOf } from './vessel-projection';
import type { SceneLit, VesselScene } from './vessel-scene';

/** waiting: nothing to draw yet; none: no WebGL; lost: WebGL was taken away. */
export type VesselViewState = 'waiting' | 'drawn' | 'none' | 'lost' | 'slow';

export interface VesselViewReport {
  readonly state: VesselViewState;
  readonly azimuthDegrees: number;
  readonly letters: readonly [left: string, right: string];
}

export interface VesselViewSetting {
  /** Takes the pointer. */
  readonly root: HTMLElement;
  readonly host: HTMLElement;
  /** For the slow way; hidden otherwise. */
  readonly canvas: HTMLCanvasElement;
  readonly bins: BinSwitches;
  readonly lungsOn: boolean;
  readonly onReport: (report: VesselViewReport) => void;
  /** A click met a vessel: its row in the table of `setPicks`. */
  readonly onPick: (row: number) => void;
}

export interface VesselView {
  showLungs(g: Geometry, mask: Uint8Array): void;
  showVessels(stations: StationTable): void;
  /** Forgets lungs and vessels of the last scan. */
  clear(): void;
  setLit(lit: Lit | null): void;
  setPicks(table: PickTable | null): void;
  /** Stations that were left out of the vessels; null hides them. */
  showLeftOut(stations: StationTable | null): void;
  setLayers(bins: BinSwitches, lungsOn: boolean): void;
  /** Back to the front, everything in view. */
  fit(): void;
  drawSlowly(): void;
  drawAgain(): void;
  dispose(): void;
}

/** Coarse voxels of the glass lungs. */
const glassMm = 5;
/** Points of a line nearer than this are left out. */
const lineStepMm = 1.5;
/** Rest after the last movement before tubes are drawn. */
const restMs = 140;

export function createVesselView(setting: VesselViewSetting): VesselView {
  let scene: VesselScene | null = null;
  let loading = false;
  let state: VesselViewState = hasGraphics() ? 'waiting' : 'none';
  let turn: Turn = frontTurn;
  let { bins, lungsOn } = setting;
  let lungs: SurfaceMesh | null = null;
  let stations: StationTable | null = null;
  let lines: LinesByBin | null = null;
  let lit: Lit | null = null;
  let picks: PickTable | null = null;
  let leftOut: LinesByBin | null = null;
  let ended = false;
  let frame = 0;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const sizeNow = (): { width: number; height: number } => ({
    width: setting.root.clientWidth,
    height: setting.root.clientHeight,
  });

  function say(next: VesselViewState): void {
    state = next;
    setting.onReport({ state, azimuthDegrees: turn.azimuthDegrees, letters: sideLetters(turn) });
  }

  function litLines(): LinesByBin | null {
    return lit === null || stations === null ? null : vesselLines(stations, lineStepMm, lit);
  }

  /** Whole bins need no lines of their own: they only keep their brightness. */
  function sceneLit(): SceneLit | null {
    if (lit === null) return null;
    const labels = litLabels(lit);
    if (lit.side === 0 && !labels.includes('some')) {
      return { bins: calibreBins.filter((_, index) => labels[index + 1] === 'all').map((bin) => bin.name) };
    }
    const own = litLines();
    return own === null ? null : { lines: own };
  }

  /** Makes or refreshes the scene, once there is something to see and WebGL to see it with. */
  async function build(): Promise<void> {
    if (state === 'none' || state === 'lost' || state === 'slow' || loading) return;
    if (lungs === null && lines === null) return;
    if (scene === null) {
      loading = true;
      const { createVesselScene } = await import('./vessel-scene');
      loading = false;
      if (ended) return;
      scene = createVesselScene(setting.host, onLost);
      const { width, height } = sizeNow();
      scene.resize(width, height);
    }
    if (lungs !== null) scene.setLungs(lungs);
    if (lines !== null) scene.setVessels(lines);
    if (leftOut !== null) scene.setLeftOut(leftOut);
    scene.setLit(sceneLit());
    draw(false);
  }

  function onLost(): void {
    scene?.dispose();
    scene = null;
    say('lost');
  }

  function draw(moving: boolean): void {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const size = sizeNow();
      if (size.width === 0 || size.height === 0) return;
      if (state === 'slow' && lines !== null) {
        drawProjection(setting.canvas, size, turn, { all: lines, lit: litLines() }, bins);
        say('slow');
      } else if (scene !== null) {
        scene.show(bins, lungsOn);
        scene.draw(turn, moving);
        say('drawn');
      }
    });
  }

  function move(next: Turn): void {
    turn = next;
    draw(true);
    clearTimeout(rest);
    rest = setTimeout(() => draw(false), restMs);
  }

  function pick(x: number, y: number): void {
    if (picks === null) return;
    const size = sizeNow();
    const slow = state === 'slow' && lines !== null ? projectionOf(size, turn, lines) : null;
    const shown = slow ?? scene?.projection(turn, size.height) ?? null;
    if (shown === null) return;
    const row = pickInProjection({ ...shown, ...size, turn }, x, y, picks);
    if (row >= 0) setting.onPick(row);
  }

  let start = turn;
  let action: DragAction = 'crosshair';
  const stopPointer = listenToPointer(setting.root, {
    tool: () => 'crosshair',
    spaceHeld: () => false,
    begin(_x, _y, wanted) {
      start = turn;
      action = wanted;
    },
    drag(_x, _y, dx, dy) {
      move(action === 'pan' ? shifted(start, dx, dy, Math.max(1, sizeNow().height)) : turned(start, dx, dy));
    },
    end() {},
    click: pick,
    hover() {},
    leave() {},
    scroll: (slices) => move(nearer(turn, 1.15 ** -slices)),
    zoom: (factor) => move(nearer(turn, factor)),
  });
  const watcher = new ResizeObserver(() => {
    const { width, height } = sizeNow();
    scene?.resize(width, height);
    draw(false);
  });
  watcher.observe(setting.root);
  say(state);

  return {
    showLungs(g, mask) {
      lungs = lungSurface(g, lungShape(g, mask, glassMm));
      void build();
    },
    showVessels(table) {
      stations = table;
      lines = vesselLines(table, lineStepMm);
      if (state === 'slow') draw(false);
      else void build();
    },
    clear() {
      lungs = null;
      stations = null;
      lines = null;
      lit = null;
      leftOut = null;
      turn = frontTurn;
      scene?.dispose();
      scene = null;
      say(hasGraphics() && state !== 'lost' ? 'waiting' : state);
    },
    setLit(next) {
      lit = next;
      scene?.setLit(sceneLit());
      draw(false);
    },
    setPicks: (table) => (picks = table),
    showLeftOut(table) {
      leftOut = table === null ? null : vesselLines(table, lineStepMm);
      scene?.setLeftOut(leftOut);
      draw(false);
    },
    setLayers(nextBins, nextLungs) {
      bins = nextBins;
      lungsOn = nextLungs;
      draw(false);
    },
    fit() {
      turn = frontTurn;
      draw(false);
    },
    drawSlowly() {
      say('slow');
      draw(false);
    },
    drawAgain() {
      say('waiting');
      void build();
    },
    dispose() {
      ended = true;
      cancelAnimationFrame(frame);
      clearTimeout(rest);
      watcher.disconnect();
      stopPointer();
      scene?.dispose();
    },
  };
}
