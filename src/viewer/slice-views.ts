/**
 * The three linked slice views: one point in the volume, three planes through it.
 *
 * Scrolling a plane moves the point along it, so the cross-hairs of the others follow; a click moves
 * the point within a plane, so the others change slice. Window, zoom and layers change only on request.
 */
import type { StationTable } from '../core/result/types';
import type { Volume } from '../core/volume';
import { fitBox, fitSlice, isWellInView, type SliceCamera, type ViewSize } from './camera';
import { createCanvasPainter } from './canvas-painter';
import { maskBox } from './mask-box';
import type { OverlaySetting } from './overlay';
import type { PainterSetting, PlaneShot } from './painter';
import { pickInSlices, type PickTable } from './pick';
import { planePointer } from './plane-pointer';
import { placeOf, placeOfWorld, voxelOf } from './planes';
import { listenToPointer } from './pointer';
import { slabSlices } from './slab';
import { createModel, inside, isDrawn, reportOf, sliceOf, type SliceModel } from './slice-model';
import {
  planeNames,
  type GreyWindow,
  type Marks,
  type PlaneName,
  type Slab,
  type SliceTool,
  type ViewsReport,
  type VoxelReport,
} from './types';

export interface PlaneElements {
  /** Takes the pointer; as large as the view. */
  readonly root: HTMLElement;
  readonly image: HTMLElement;
  readonly overlay: HTMLCanvasElement;
}

export interface SliceViewsSetting {
  readonly elements: Readonly<Record<PlaneName, PlaneElements>>;
  readonly window: GreyWindow;
  readonly slab: Slab;
  readonly overlay: OverlaySetting;
  readonly tool: SliceTool;
  /** False where there is no WebGL: slices are then drawn on plain canvases. */
  readonly graphics: boolean;
  readonly onReport: (report: ViewsReport) => void;
  readonly onVoxel: (voxel: VoxelReport | null) => void;
  /** A drag changed the window. */
  readonly onWindow: (window: GreyWindow) => void;
  /** A pointer is at work in this view. */
  readonly onActive: (plane: PlaneName) => void;
  /** A click met a vessel: its row in the table of `setPicks`. */
  readonly onPick: (row: number) => void;
}

export interface SliceViews {
  showVolume(volume: Volume): void;
  setMasks(vessels: Uint8Array | null, lungs: Uint8Array | null, stations: StationTable | null): void;
  setWindow(window: GreyWindow): void;
  setSlab(slab: Slab): void;
  setOverlay(setting: OverlaySetting): void;
  setTool(tool: SliceTool): void;
  /** What a click can mean; null where nothing. */
  setPicks(table: PickTable | null): void;
  setMarks(marks: Marks | null): void;
  /** Shows a ball around the cross-hair; 0 hides it. */
  setBall(radiusMm: number): void;
  scrollBy(plane: PlaneName, slices: number): void;
  /** Slice by its number from 1. */
  scrollTo(plane: PlaneName, slice: number): void;
  /** All planes through a patient position; a view that shows it well stays where it is. */
  centreOn(positionMm: readonly [number, number, number]): void;
  fit(what: 'slice' | 'lungs'): void;
  dispose(): void;
}

function end(model: SliceModel): void {
  model.ended = true;
  model.painter?.dispose();
  model.slabPainter?.dispose();
}

export function createSliceViews(setting: SliceViewsSetting): SliceViews {
  let { window: grey, slab, tool, overlay: overlaySetting, graphics } = setting;
  let shown: SliceModel | null = null;
  let picks: PickTable | null = null;
  let marks: Marks | null = null;
  let ballMm = 0;
  let spaceHeld = false;
  const dirty = new Set<PlaneName>();
  let frame = 0;

  function shotOf(model: SliceModel, name: PlaneName): PlaneShot {
    const { camera, size } = model.states[name];
    return { slice: sliceOf(model, name), camera, size, window: grey, slab };
  }

  /** Draws once a frame, however many events came in. */
  function redraw(names: readonly PlaneName[] = planeNames): void {
    for (const name of names) dirty.add(name);
    if (frame === 0) frame = requestAnimationFrame(drawDirty);
  }

  function drawDirty(): void {
    frame = 0;
    const model = shown;
    if (model === null) return;
    for (const name of planeNames) {
      const { size } = model.states[name];
      const visible = dirty.has(name) && size.width > 0 && size.height > 0 && isDrawn(model, name);
      if (visible) (model.slabPainter ?? model.painter)?.draw(name, shotOf(model, name));
    }
    dirty.clear();
    setting.onReport(reportOf(model, grey, slab));
  }

  function drawOverlay(model: SliceModel, name: PlaneName, shot: PlaneShot): void {
    const [column, row] = placeOf(model.planes[name], model.at);
    const ruler = model.ruler?.plane === name && model.ruler.slice === shot.slice ? model.ruler : null;
    model.overlay.draw(setting.elements[name].overlay, name, { ...shot, cross: [column, row], ruler, ballMm });
  }

  /** For planes whose picture stays and only what lies over it changes. */
  function redrawOverlays(names: readonly PlaneName[] = planeNames): void {
    const model = shown;
    if (model === null) return;
    for (const name of names) if (isDrawn(model, name)) drawOverlay(model, name, shotOf(model, name));
  }

  /** Moves the point; planes whose slice changed are drawn anew, the others only their cross-hair. */
  function moveTo(at: readonly [number, number, number]): void {
    const model = shown;
    if (model === null) return;
    const before = planeNames.map((name) => sliceOf(model, name));
    model.at = inside(model, at);
    redraw(planeNames.filter((name, index) => sliceOf(model, name) !== before[index]));
    redrawOverlays(planeNames.filter((name) => !dirty.has(name)));
  }

  function scrollTo(name: PlaneName, slice: number): void {
    const model = shown;
    if (model === null || !isDrawn(model, name)) return;
    const [column, row] = placeOf(model.planes[name], model.at);
    moveTo(voxelOf(model.planes[name], column, row, slice));
  }

  function scrollBy(name: PlaneName, slices: number): void {
    if (shown !== null) scrollTo(name, sliceOf(shown, name) + slices);
  }

  function setCamera(name: PlaneName, camera: SliceCamera): void {
    if (shown === null) return;
    shown.states[name].camera = camera;
    shown.states[name].fitted = false;
    redraw([name]);
  }

  const sizeOf = (name: PlaneName): ViewSize => {
    const { root } = setting.elements[name];
    return { width: root.clientWidth, height: root.clientHeight };
  };

  function measureSizes(): void {
    const model = shown;
    if (model === null) return;
    for (const name of planeNames) {
      const state = model.states[name];
      const size = sizeOf(name);
      // a view that is put away keeps its camera for when it comes back
      if (size.width === 0 || size.height === 0) continue;
      if (size.width === state.size.width && size.height === state.size.height) continue;
      const before = Math.min(state.size.width, state.size.height);
      const now = Math.min(size.width, size.height);
      state.size = size;
      if (state.fitted || before === 0) state.camera = fitSlice(model.planes[name], size);
      // a view that changes place keeps what it shows
      else state.camera = { ...state.camera, mmPerPixel: (state.camera.mmPerPixel * before) / now };
      redraw([name]);
    }
  }

  function painterSetting(model: SliceModel, onAllDrawn: () => void): PainterSetting {
    const waiting = new Set<PlaneName>(planeNames.filter((name) => model.states[name].size.width > 0));
    const { axial, coronal, sagittal } = setting.elements;
    return {
      volume: model.volume,
      planes: model.planes,
      hosts: { axial: axial.image, coronal: coronal.image, sagittal: sagittal.image },
      onDrawn(name, shot) {
        if (!model.ended) drawOverlay(model, name, shot);
        if (waiting.delete(name) && waiting.size === 0) onAllDrawn();
      },
      onLost() {
        graphics = false;
        if (model.ended) return;
        model.painter?.dispose();
        usePlainCanvas(model);
      },
    };
  }

  function usePlainCanvas(model: SliceModel): void {
    model.painter = createCanvasPainter(
      painterSetting(model, () => {}),
      'plain-slice',
    );
    redraw();
  }

  function showSlab(model: SliceModel): void {
    if (slab.thicknessMm > 0) {
      model.slabPainter ??= createCanvasPainter(
        painterSetting(model, () => {}),
        'slab-slice',
      );
    } else {
      model.slabPainter?.dispose();
      model.slabPainter = null;
    }
  }

  /** The plain canvas shows at once; cornerstone3D takes over when it is loaded and has drawn. */
  async function useCornerstone(model: SliceModel): Promise<void> {
    const { createCornerstonePainter } = await import('./cornerstone-painter');
    if (model.ended) return;
    const plain = model.painter;
    const better = await createCornerstonePainter(painterSetting(model, () => plain?.dispose()));
    if (model.ended || !graphics) {
      better.dispose();
      return;
    }
    model.painter = better;
    redraw();
  }

  const host = {
    model: () => shown,
    tool: () => tool,
    window: () => grey,
    slab: () => slab,
    spaceHeld: () => spaceHeld,
    moveTo,
    setCamera,
    setRuler: (ruler: SliceModel['ruler'], name: PlaneName) => {
      if (shown !== null) shown.ruler = ruler;
      redrawOverlays([name]);
    },
    scroll: scrollBy,
    onWindow: setting.onWindow,
    onVoxel: setting.onVoxel,
    onActive: setting.onActive,
    pick: (name: PlaneName, place: readonly [number, number]) => {
      if (shown === null || picks === null) return;
      const plane = shown.planes[name];
      const slices = slabSlices(plane, sliceOf(shown, name), slab);
      const row = pickInSlices(shown.volume.geometry, plane, place, slices, picks);
      if (row >= 0) setting.onPick(row);
    },
  };
  const stopPointers = planeNames.map((name) => listenToPointer(setting.elements[name].root, planePointer(name, host)));
  const watcher = new ResizeObserver(measureSizes);
  for (const name of planeNames) watcher.observe(setting.elements[name].root);
  const onSpace = (event: KeyboardEvent): void => {
    if (event.code === 'Space') spaceHeld = event.type === 'keydown';
  };
  addEventListener('keydown', onSpace);
  addEventListener('keyup', onSpace);

  return {
    showVolume(volume) {
      if (shown !== null) end(shown);
      shown = createModel(volume, overlaySetting, sizeOf);
      shown.overlay.setMarks(marks);
      usePlainCanvas(shown);
      showSlab(shown);
      // a single slice is only a first look, and tilted slices would be drawn askew
      if (graphics && shown.tiltDegrees === 0 && volume.geometry.size[2] > 1) void useCornerstone(shown);
    },
    setMasks(vessels, lungs, stations) {
      if (shown === null) return;
      shown.overlay.setMasks(vessels, lungs, stations);
      shown.lungBox = lungs === null ? null : maskBox(shown.volume.geometry, lungs);
      redrawOverlays();
    },
    setWindow(window) {
      grey = window;
      redraw();
    },
    setSlab(next) {
      slab = next;
      if (shown !== null) showSlab(shown);
      redraw();
    },
    setOverlay(next) {
      overlaySetting = next;
      shown?.overlay.set(next);
      redrawOverlays();
    },
    setPicks: (table) => (picks = table),
    setMarks(next) {
      marks = next;
      shown?.overlay.setMarks(next);
      redrawOverlays();
    },
    setBall(radiusMm) {
      ballMm = radiusMm;
      redrawOverlays();
    },
    setTool: (next) => (tool = next),
    scrollBy,
    scrollTo: (name, slice) => scrollTo(name, slice - 1),
    centreOn(positionMm) {
      const model = shown;
      if (model === null) return;
      const { geometry } = model.volume;
      for (const name of planeNames) {
        const [column, row] = placeOfWorld(geometry, model.planes[name], positionMm);
        const { camera, size } = model.states[name];
        if (isWellInView(camera, model.planes[name], size, column, row)) continue;
        setCamera(name, { ...model.states[name].camera, column, row });
      }
      moveTo(voxelOf(model.planes.axial, ...placeOfWorld(geometry, model.planes.axial, positionMm)));
    },
    fit(what) {
      const model = shown;
      if (model === null) return;
      for (const name of planeNames) {
        const plane = model.planes[name];
        const state = model.states[name];
        const box = what === 'lungs' ? model.lungBox?.onPlane(plane) : undefined;
        state.camera = box === undefined ? fitSlice(plane, state.size) : fitBox(plane, state.size, box, 0.03);
        state.fitted = box === undefined;
      }
      redraw();
    },
    dispose() {
      if (shown !== null) end(shown);
      shown = null;
      cancelAnimationFrame(frame);
      watcher.disconnect();
      for (const stop of stopPointers) stop();
      removeEventListener('keydown', onSpace);
      removeEventListener('keyup', onSpace);
    },
  };
}
