/** What the pointer does in one slice view, with the tool of the moment. */
import { fromScreen, panned, zoomed, type SliceCamera } from './camera';
import type { Ruler } from './overlay';
import { placeOf, voxelOf } from './planes';
import type { DragAction, PointerAims } from './pointer';
import { isDrawn, sliceOf, voxelAt, type SliceModel } from './slice-model';
import type { GreyWindow, PlaneName, Slab, SliceTool, VoxelReport } from './types';
import { draggedWindow } from './windows';

/** What a pointer may ask of the views. */
export interface PointerHost {
  model(): SliceModel | null;
  tool(): SliceTool;
  window(): GreyWindow;
  slab(): Slab;
  spaceHeld(): boolean;
  moveTo(at: readonly [number, number, number]): void;
  setCamera(plane: PlaneName, camera: SliceCamera): void;
  setRuler(ruler: Ruler | null, plane: PlaneName): void;
  scroll(plane: PlaneName, slices: number): void;
  onWindow(window: GreyWindow): void;
  onVoxel(voxel: VoxelReport | null): void;
  onActive(plane: PlaneName): void;
  /** A click that set the cross-hair. */
  pick(plane: PlaneName, place: readonly [column: number, row: number]): void;
}

/** A drag of this many pixels up or down zooms by e. */
const pixelsPerE = 160;

export function planePointer(name: PlaneName, host: PointerHost): PointerAims {
  let startCamera: SliceCamera | null = null;
  let startWindow = host.window();
  let startPlace: readonly [number, number] = [0, 0];
  let start: readonly [number, number] = [0, 0];
  let action: DragAction = 'crosshair';

  function drawn(): SliceModel | null {
    const model = host.model();
    return model !== null && isDrawn(model, name) ? model : null;
  }

  function moveWithin(model: SliceModel, x: number, y: number): void {
    const plane = model.planes[name];
    const { camera, size } = model.states[name];
    const [column, row] = fromScreen(camera, plane, size, x, y);
    host.moveTo(voxelOf(plane, column, row, placeOf(plane, model.at)[2]));
    host.onVoxel(voxelAt(model, name, x, y, host.slab()));
  }

  return {
    tool: () => host.tool(),
    spaceHeld: () => host.spaceHeld(),
    begin(x, y, wanted) {
      host.onActive(name);
      const model = drawn();
      if (model === null) return;
      const { camera, size } = model.states[name];
      startCamera = camera;
      startWindow = host.window();
      action = wanted;
      start = [x, y];
      startPlace = fromScreen(camera, model.planes[name], size, x, y);
    },
    drag(x, y, dx, dy) {
      const model = drawn();
      if (model === null || startCamera === null) return;
      const plane = model.planes[name];
      const { size } = model.states[name];
      switch (action) {
        case 'window':
          host.onWindow(draggedWindow(startWindow, dx, dy));
          break;
        case 'pan':
          host.setCamera(name, panned(startCamera, plane, dx, dy));
          break;
        case 'zoom':
          host.setCamera(name, zoomed(startCamera, plane, size, Math.exp(-dy / pixelsPerE), start[0], start[1]));
          break;
        case 'ruler': {
          const to = fromScreen(startCamera, plane, size, x, y);
          host.setRuler({ plane: name, slice: sliceOf(model, name), from: startPlace, to }, name);
          break;
        }
        case 'crosshair':
          moveWithin(model, x, y);
          break;
        default:
          action satisfies never;
      }
    },
    end: () => (startCamera = null),
    click(x, y) {
      const model = drawn();
      if (model === null) return;
      if (action === 'ruler') {
        host.setRuler(null, name);
        return;
      }
      moveWithin(model, x, y);
      const [column, row] = fromScreen(model.states[name].camera, model.planes[name], model.states[name].size, x, y);
      host.pick(name, [column, row]);
    },
    hover(x, y) {
      const model = drawn();
      if (model !== null) host.onVoxel(voxelAt(model, name, x, y, host.slab()));
    },
    leave: () => host.onVoxel(null),
    scroll(slices) {
      host.onActive(name);
      host.scroll(name, slices);
    },
    zoom(factor, x, y) {
      const model = drawn();
      if (model === null) return;
      const { camera, size } = model.states[name];
      host.setCamera(name, zoomed(camera, model.planes[name], size, factor, x, y));
    },
  };
}
