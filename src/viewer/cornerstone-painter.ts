/**
 * Slices by cornerstone3D: one volume in its cache, three ORTHOGRAPHIC viewports on one WebGL context.
 *
 * The volume is handed over whole (`createLocalVolume`), so the library never infers spacing or order.
 * Its samples stay in the engine's shared memory; only the texture is a copy. Cameras are set by us,
 * for planes follow the voxel grid; the library's own tools are not needed for that.
 */
import {
  cache,
  Enums,
  eventTarget,
  getConfiguration,
  init,
  RenderingEngine,
  setVolumesForViewports,
  volumeLoader,
  VolumeViewport,
} from '@cornerstonejs/core';
import { voxelToWorld, type Geometry, type Volume } from '../core/volume';
import type { ImagePainter, PainterSetting, PlaneShot } from './painter';
import { worldOf, type AxisRun, type Plane } from './planes';
import { planeNames, type GreyWindow, type PlaneName } from './types';

type Triple = [number, number, number];

/** Bytes the library may count in its cache: the largest volume BVX reads, as floats. */
const cacheBytes = 6e9;
/** From the focal point to the camera; any length does with a parallel projection. */
const cameraDistanceMm = 1000;

let volumes = 0;

export async function createCornerstonePainter(setting: PainterSetting): Promise<ImagePainter> {
  const { volume, planes, hosts } = setting;
  init({ ...getConfiguration(), rendering: { ...getConfiguration().rendering, webGlContextCount: 1 } });
  cache.setMaxCacheSize(cacheBytes);
  volumes += 1;
  // without a colon: an id with a scheme would be taken for an address
  const volumeId = `bvx-ct-${volumes}`;
  addVolume(volumeId, volume);
  const elements = planeNames.map((name) => innerElement(hosts[name]));
  const engine = new RenderingEngine(`bvx-planes-${volumes}`);
  const viewportIds = planeNames.map((name) => `${volumeId}-${name}`);
  engine.setViewports(
    planeNames.map((name, index) => ({
      viewportId: viewportIds[index],
      type: Enums.ViewportType.ORTHOGRAPHIC,
      element: elements[index],
      defaultOptions: { orientation: orientationOf(volume.geometry, planes[name]), background: [0, 0, 0] },
    })),
  );
  await setVolumesForViewports(engine, [{ volumeId }], viewportIds);

  const latest = new Map<PlaneName, PlaneShot>();
  const windows = new Map<PlaneName, GreyWindow>();
  const stopListening = planeNames.map((name, index) => {
    const element = elements[index];
    const drawn = (): void => {
      const shot = latest.get(name);
      if (shot !== undefined) setting.onDrawn(name, shot);
    };
    element.addEventListener(Enums.Events.IMAGE_RENDERED, drawn);
    return () => element.removeEventListener(Enums.Events.IMAGE_RENDERED, drawn);
  });
  const lost = (): void => setting.onLost();
  eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, lost);

  function draw(name: PlaneName, shot: PlaneShot): void {
    const viewport = engine.getViewport(viewportIds[planeNames.indexOf(name)]);
    if (!(viewport instanceof VolumeViewport)) return;
    latest.set(name, shot);
    const plane = planes[name];
    const focalPoint: Triple = worldOf(volume.geometry, plane, shot.camera.column, shot.camera.row, shot.slice);
    const { viewPlaneNormal, viewUp } = orientationOf(volume.geometry, plane);
    const position = addScaled(focalPoint, viewPlaneNormal, cameraDistanceMm);
    const parallelScale = (shot.size.height / 2) * shot.camera.mmPerPixel;
    viewport.setCamera({ focalPoint, position, viewPlaneNormal, viewUp, parallelScale });
    if (windows.get(name) !== shot.window) {
      const { levelHu, widthHu } = shot.window;
      const voiRange = { lower: levelHu - widthHu / 2, upper: levelHu + widthHu / 2 };
      viewport.setProperties({ voiRange }, volumeId, true);
      windows.set(name, shot.window);
    }
    viewport.render();
  }

  return {
    draw(name, shot) {
      const host = hosts[name];
      const known = latest.get(name);
      if (known === undefined || known.size.width !== shot.size.width || known.size.height !== shot.size.height) {
        // a view that is not shown has no size, and the library refuses to draw into it
        if (host.clientWidth === 0 || host.clientHeight === 0) return;
        engine.resize(false, false);
      }
      draw(name, shot);
    },
    dispose() {
      for (const stop of stopListening) stop();
      eventTarget.removeEventListener(Enums.Events.WEBGL_CONTEXT_LOST, lost);
      engine.destroy();
      cache.purgeCache();
      for (const element of elements) element.remove();
    },
  };
}

function addVolume(volumeId: string, volume: Volume): void {
  const { size, spacingMm, originMm, direction: d } = volume.geometry;
  volumeLoader.createLocalVolume(volumeId, {
    metadata: {
      BitsAllocated: volume.hu instanceof Int16Array ? 16 : 32,
      BitsStored: volume.hu instanceof Int16Array ? 16 : 32,
      SamplesPerPixel: 1,
      HighBit: volume.hu instanceof Int16Array ? 15 : 31,
      PhotometricInterpretation: 'MONOCHROME2',
      PixelRepresentation: 1,
      Modality: 'CT',
      // made here: no name or UID of the scan enters the library
      SeriesInstanceUID: volumeId,
      FrameOfReferenceUID: volumeId,
      ImageOrientationPatient: [d[0], d[3], d[6], d[1], d[4], d[7]],
      PixelSpacing: [spacingMm[1], spacingMm[0]],
      Columns: size[0],
      Rows: size[1],
      voiLut: [],
      VOILUTFunction: 'LINEAR',
    },
    dimensions: [...size],
    spacing: [...spacingMm],
    origin: [...originMm],
    // row cosines first: our columns
    direction: [d[0], d[3], d[6], d[1], d[4], d[7], d[2], d[5], d[8]],
    scalarData: volume.hu,
  });
}

/** Unit vector in the patient along which a run goes on the screen. */
function directionOf(g: Geometry, run: AxisRun): Triple {
  const step: Triple = [0, 0, 0];
  step[run.axis] = run.sign / g.spacingMm[run.axis];
  const at = voxelToWorld(g, ...step);
  return [at[0] - g.originMm[0], at[1] - g.originMm[1], at[2] - g.originMm[2]];
}

function orientationOf(g: Geometry, plane: Plane): { viewPlaneNormal: Triple; viewUp: Triple } {
  const right = directionOf(g, plane.right);
  const down = directionOf(g, plane.down);
  const viewUp: Triple = [-down[0], -down[1], -down[2]];
  return { viewUp, viewPlaneNormal: cross(right, viewUp) };
}

function cross(a: Triple, b: Triple): Triple {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function addScaled(a: Triple, b: Triple, by: number): Triple {
  return [a[0] + b[0] * by, a[1] + b[1] * by, a[2] + b[2] * by];
}

function innerElement(host: HTMLElement): HTMLDivElement {
  const inner = document.createElement('div');
  inner.className = 'cornerstone-slice';
  host.append(inner);
  return inner;
}
