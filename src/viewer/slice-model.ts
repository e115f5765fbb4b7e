/** What is on the screen in the three slice views, and the questions that can be asked of it. */
import { shearDegrees, voxelToWorld, type Vec3, type Volume } from '../core/volume';
import { fitSlice, fromScreen, zoomPercent, type SliceCamera, type ViewSize } from './camera';
import { SliceOverlay, type OverlaySetting, type Ruler } from './overlay';
import type { MaskBox } from './mask-box';
import type { ImagePainter } from './painter';
import { slabHu, slabMm, slabSlices } from './slab';
import { oppositeLetter, placeOf, planesOf, slicePositionMm, voxelOf, type Planes } from './planes';
import {
  planeNames,
  type GreyWindow,
  type PlaneName,
  type PlaneReport,
  type Slab,
  type ViewsReport,
  type VoxelReport,
} from './types';

export interface PlaneState {
  camera: SliceCamera;
  size: ViewSize;
  /** Whether the camera is as `fit` left it: it then follows the size of the view. */
  fitted: boolean;
  looked: [number, number];
}

export interface SliceModel {
  readonly volume: Volume;
  readonly planes: Planes;
  readonly overlay: SliceOverlay;
  readonly states: Record<PlaneName, PlaneState>;
  readonly tiltDegrees: number;
  painter: ImagePainter | null;
  /** Lies before the other while a slab is shown. */
  slabPainter: ImagePainter | null;
  /** Voxel index of the cross-hair, fractions allowed. */
  at: readonly [number, number, number];
  ruler: Ruler | null;
  lungBox: MaskBox | null;
  /** True once another volume took its place: late answers of its painter are not listened to. */
  ended: boolean;
}

/** Tilts below this are rounding of the headers. */
const straightDegrees = 0.05;

export function createModel(
  volume: Volume,
  overlaySetting: OverlaySetting,
  sizeOf: (name: PlaneName) => ViewSize,
): SliceModel {
  const planes = planesOf(volume.geometry);
  const tilt = shearDegrees(volume.geometry);
  const at = firstPlace(planes, volume.geometry.size);
  const state = (name: PlaneName): PlaneState => {
    const size = sizeOf(name);
    const slice = placeOf(planes[name], at)[2];
    return { size, camera: fitSlice(planes[name], size), fitted: true, looked: [slice, slice] };
  };
  return {
    volume,
    planes,
    overlay: new SliceOverlay(volume.geometry, planes, overlaySetting),
    states: { axial: state('axial'), coronal: state('coronal'), sagittal: state('sagittal') },
    tiltDegrees: tilt > straightDegrees ? tilt : 0,
    painter: null,
    slabPainter: null,
    at,
    ruler: null,
    lungBox: null,
    ended: false,
  };
}

/** The middle, but beside the mediastinum: the sagittal plane then opens in the right lung. */
function firstPlace(planes: Planes, size: Vec3): readonly [number, number, number] {
  const at: [number, number, number] = [(size[0] - 1) / 2, (size[1] - 1) / 2, (size[2] - 1) / 2];
  const { axis, sign, count } = planes.sagittal.through;
  at[axis] = (sign > 0 ? 0.29 : 0.71) * (count - 1);
  return [Math.floor(at[0]), Math.floor(at[1]), Math.floor(at[2])];
}

export function sliceOf(model: SliceModel, name: PlaneName): number {
  return Math.round(placeOf(model.planes[name], model.at)[2]);
}

/** Tilted slices, and one slice alone, are shown only as they were taken: other planes would be askew or a line. */
export function isDrawn(model: SliceModel, name: PlaneName): boolean {
  const inAllPlanes = model.tiltDegrees === 0 && model.volume.geometry.size[2] > 1;
  return inAllPlanes || model.planes[name].through.axis === 2;
}

/** Voxel index within the volume. */
export function inside(model: SliceModel, at: readonly [number, number, number]): readonly [number, number, number] {
  const { size } = model.volume.geometry;
  return [clamp(at[0], size[0]), clamp(at[1], size[1]), clamp(at[2], size[2])];
}

function clamp(value: number, count: number): number {
  return Math.min(count - 1, Math.max(0, value));
}

/** The voxel under a place of the view, with the value that is shown there; null beside the slice. */
export function voxelAt(model: SliceModel, name: PlaneName, x: number, y: number, slab: Slab): VoxelReport | null {
  const { camera, size } = model.states[name];
  const plane = model.planes[name];
  const [column, row] = fromScreen(camera, plane, size, x, y).map(Math.round);
  if (column < 0 || row < 0 || column >= plane.right.count || row >= plane.down.count) return null;
  const g = model.volume.geometry;
  const slice = sliceOf(model, name);
  const slices = slabSlices(plane, slice, slab);
  return {
    positionMm: voxelToWorld(g, ...voxelOf(plane, column, row, slice)),
    hu: slabHu(g, model.volume.hu, plane, slices, slab.blend, [column, row]),
  };
}

export function reportOf(model: SliceModel, window: GreyWindow, slab: Slab): ViewsReport {
  const [axial, coronal, sagittal] = planeNames.map((name) => planeReport(model, name, slab));
  return { planes: { axial, coronal, sagittal }, cross: crossVoxel(model), tiltDegrees: model.tiltDegrees, window };
}

function crossVoxel(model: SliceModel): VoxelReport {
  const g = model.volume.geometry;
  const [i, j, k] = model.at.map(Math.round);
  return { positionMm: voxelToWorld(g, i, j, k), hu: model.volume.hu[i + g.size[0] * (j + g.size[1] * k)] };
}

function planeReport(model: SliceModel, name: PlaneName, slab: Slab): PlaneReport {
  const plane = model.planes[name];
  const state = model.states[name];
  const slice = sliceOf(model, name);
  state.looked = [Math.min(state.looked[0], slice), Math.max(state.looked[1], slice)];
  return {
    slice: slice + 1,
    count: plane.through.count,
    axis: plane.worldAxis,
    positionMm: slicePositionMm(model.volume.geometry, plane, slice),
    slabMm: slab.thicknessMm > 0 ? slabMm(plane, slice, slab) : 0,
    zoomPercent: zoomPercent(state.camera, plane),
    letters: [
      oppositeLetter(plane.right.letter),
      plane.right.letter,
      oppositeLetter(plane.down.letter),
      plane.down.letter,
    ],
    looked: [state.looked[0] + 1, state.looked[1] + 1],
  };
}
