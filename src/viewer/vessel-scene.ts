/**
 * The vessels in 3-D by vtk.js: lines while the view turns, shaded tubes of true radius at rest, the
 * lungs as thin glass. Nothing is drawn until something changes; nothing turns by itself.
 */
// oxlint-disable-next-line import/no-unassigned-import -- registers the WebGL classes of polygons with vtk.js
import '@kitware/vtk.js/Rendering/OpenGL/Profiles/Geometry';
import { newInstance as newDataArray } from '@kitware/vtk.js/Common/Core/DataArray';
import { newInstance as newPolyData, type vtkPolyData } from '@kitware/vtk.js/Common/DataModel/PolyData';
import { newInstance as newActor, type vtkActor } from '@kitware/vtk.js/Rendering/Core/Actor';
import { newInstance as newMapper } from '@kitware/vtk.js/Rendering/Core/Mapper';
import { newInstance as newRenderer } from '@kitware/vtk.js/Rendering/Core/Renderer';
import { newInstance as newRenderWindow } from '@kitware/vtk.js/Rendering/Core/RenderWindow';
import { newInstance as newView } from '@kitware/vtk.js/Rendering/OpenGL/RenderWindow';
import { calibreColours, dimBrightness } from './slice-pixels';
import { tubeMesh, type SurfaceMesh } from './tube-mesh';
import { axesOf, type Turn } from './turntable';
import type { CalibreName } from './types';
import type { LinesByBin, VesselLines } from './vessel-lines';

/** The vessels a figure lights: whole bins, or lines of their own where it is a part of one. */
export type SceneLit = { readonly bins: readonly CalibreName[] } | { readonly lines: LinesByBin };

export interface VesselScene {
  /** How the picture of a turn lies on a screen of this height. */
  projection(turn: Turn, height: number): { readonly centre: Ball['centre']; readonly pixelsPerMm: number };
  setLungs(surface: SurfaceMesh): void;
  /** Left out of the vessels: thin grey lines; null hides them. */
  setLeftOut(lines: LinesByBin | null): void;
  setVessels(lines: LinesByBin): void;
  /** Null lights all. */
  setLit(lit: SceneLit | null): void;
  show(bins: Readonly<Record<CalibreName, boolean>>, lungs: boolean): void;
  /** Draws; `moving` draws lines, for they are fast on any computer. */
  draw(turn: Turn, moving: boolean): void;
  resize(width: number, height: number): void;
  dispose(): void;
}

interface Ball {
  readonly centre: readonly [number, number, number];
  readonly radius: number;
}

const sidesOfBin: Readonly<Record<CalibreName, number>> = { below: 4, bv5: 5, bv5_10: 7, bv10: 12 };
const bins: readonly CalibreName[] = ['below', 'bv5', 'bv5_10', 'bv10'];
/** A lit tube lies over the dimmed one of the same line. */
const litRadiusScale = 1.04;
const lungColour = [0x35 / 255, 0xc3 / 255, 0x9b / 255] as const;
const leftOutColour = [0xc9 / 255, 0xcf / 255, 0xd7 / 255] as const;
/** Camera distance in radii of the scene; the shaders know it. */
const eyeDistance = 4;

/** Light from the upper left, farther vessels darker; `depth` runs 0 (near) … 1 (far) through the scene. */
const tubeShader = (radius: number): string => `
  float depth = clamp((-vertexVC.z - ${((eyeDistance - 1) * radius).toFixed(1)}) / ${(2 * radius).toFixed(1)}, 0.0, 1.0);
  float light = 0.34 + 0.66 * max(0.0, dot(normalVCVSOutput, normalize(vec3(-0.45, 0.55, 0.75))));
  float shine = 0.16 * pow(max(0.0, dot(normalVCVSOutput, normalize(vec3(-0.28, 0.34, 0.9)))), 24.0);
  gl_FragData[0] = vec4((diffuseColor * light + shine) * mix(1.0, 0.5, depth), 1.0);`;

/** Glass: seen at its rims, where it is looked through at a slant. */
const glassShader = `
  float rim = 1.0 - abs(normalVCVSOutput.z);
  gl_FragData[0] = vec4(diffuseColor, 0.03 + 0.42 * rim * rim * rim);`;

/** Writes depth and next to no colour; without any, the library would drop the fragment. */
const depthShader = `
  gl_FragData[0] = vec4(0.0, 0.0, 0.0, 0.002);`;

interface Pair {
  readonly bin: CalibreName;
  readonly isLit: boolean;
  readonly tubes: vtkActor;
  readonly lines: vtkActor;
}

export function createVesselScene(host: HTMLElement, onLost: () => void): VesselScene {
  const renderWindow = newRenderWindow();
  const renderer = newRenderer({ background: [0, 0, 0] });
  renderWindow.addRenderer(renderer);
  const view = newView();
  renderWindow.addView(view);
  view.setContainer(host);
  const canvas = view.getCanvas();
  const lost = (event: Event): void => {
    event.preventDefault();
    onLost();
  };
  canvas?.addEventListener('webglcontextlost', lost);
  renderer.getActiveCamera().setParallelProjection(true);

  let pairs: readonly Pair[] = [];
  let litPairs: readonly Pair[] = [];
  let lit: SceneLit | null = null;
  let leftOut: readonly vtkActor[] = [];
  let glass: readonly vtkActor[] = [];
  let glassData: vtkPolyData | null = null;
  let aspect = 1;
  let ball: Ball = { centre: [0, 0, 0], radius: 150 };
  let visible: Readonly<Record<CalibreName, boolean>> = { below: false, bv5: true, bv5_10: true, bv10: true };
  let lungsOn = true;

  function remove(actor: vtkActor): void {
    renderer.removeActor(actor);
    actor.getMapper()?.delete();
    actor.delete();
  }

  function addPairs(lines: LinesByBin, isLit: boolean): Pair[] {
    return bins
      .filter((bin) => lines[bin].radiiMm.length > 0)
      .map((bin) => {
        const scale = isLit ? litRadiusScale : 1;
        const pair: Pair = {
          bin,
          isLit,
          tubes: actorOf(polygonsOf(tubeMesh(lines[bin], sidesOfBin[bin], scale)), tubeShader(ball.radius)),
          lines: actorOf(linesOf(lines[bin]), null),
        };
        renderer.addActor(pair.tubes);
        renderer.addActor(pair.lines);
        return pair;
      });
  }

  function removePairs(some: readonly Pair[]): void {
    for (const pair of some) {
      remove(pair.tubes);
      remove(pair.lines);
    }
  }

  function isBright(pair: Pair): boolean {
    if (lit === null || pair.isLit) return true;
    return 'bins' in lit && lit.bins.includes(pair.bin);
  }

  /** Actors are drawn in the order in which they came: the glass comes last, blended over the vessels. */
  function renewGlass(): void {
    for (const actor of glass) remove(actor);
    const data = glassData;
    if (data === null) return;
    // first its depth alone, so that of several layers the nearest is seen, in whatever order triangles come
    glass = [depthShader, glassShader].map((shader) => actorOf(data, shader));
    for (const actor of glass) {
      actor.getProperty().setColor(...lungColour);
      actor.getProperty().setBackfaceCulling(true);
      actor.setForceOpaque(true);
      renderer.addActor(actor);
    }
  }

  const scaleOf = (turn: Turn): number => (ball.radius * 1.08) / (turn.zoom * Math.min(1, aspect));

  function paint(moving: boolean): void {
    for (const pair of [...pairs, ...litPairs]) {
      const brightness = isBright(pair) ? 1 : dimBrightness;
      const [r, g, b] = calibreColours[pair.bin].map((part) => (part / 255) * brightness);
      for (const actor of [pair.tubes, pair.lines]) actor.getProperty().setColor(r, g, b);
      pair.tubes.setVisibility(visible[pair.bin] && !moving);
      pair.lines.setVisibility(visible[pair.bin] && moving);
    }
    for (const actor of glass) actor.setVisibility(lungsOn);
  }

  return {
    projection: (turn, height) => ({ centre: ball.centre, pixelsPerMm: height / (2 * scaleOf(turn)) }),
    setLeftOut(lines) {
      for (const actor of leftOut) remove(actor);
      leftOut = lines === null ? [] : bins.map((bin) => actorOf(linesOf(lines[bin]), null));
      for (const actor of leftOut) {
        actor.getProperty().setColor(...leftOutColour);
        renderer.addActor(actor);
      }
      renewGlass();
    },
    setLungs(surface) {
      glassData = polygonsOf(surface);
      ball = ballOf(glassData.getBounds());
      renewGlass();
    },
    setVessels(lines) {
      removePairs(pairs);
      pairs = addPairs(lines, false);
      renewGlass();
    },
    setLit(next) {
      const had = litPairs.length > 0;
      removePairs(litPairs);
      lit = next;
      litPairs = next !== null && 'lines' in next ? addPairs(next.lines, true) : [];
      if (had || litPairs.length > 0) renewGlass();
    },
    show(nextBins, nextLungs) {
      visible = nextBins;
      lungsOn = nextLungs;
    },
    draw(turn, moving) {
      paint(moving);
      const camera = renderer.getActiveCamera();
      const { toEye, up, right } = axesOf(turn);
      const scale = scaleOf(turn);
      const at = (axis: 0 | 1 | 2): number =>
        ball.centre[axis] - right[axis] * turn.shiftX * 2 * scale + up[axis] * turn.shiftY * 2 * scale;
      const focus = [at(0), at(1), at(2)] as const;
      const distance = eyeDistance * ball.radius;
      camera.setFocalPoint(...focus);
      camera.setPosition(
        focus[0] + toEye[0] * distance,
        focus[1] + toEye[1] * distance,
        focus[2] + toEye[2] * distance,
      );
      camera.setViewUp(...up);
      camera.setParallelScale(scale);
      camera.setClippingRange(distance - 3 * ball.radius, distance + 3 * ball.radius);
      renderWindow.render();
    },
    resize(width, height) {
      const ratio = window.devicePixelRatio || 1;
      aspect = width / Math.max(1, height);
      view.setSize(Math.max(1, Math.floor(width * ratio)), Math.max(1, Math.floor(height * ratio)));
    },
    dispose() {
      canvas?.removeEventListener('webglcontextlost', lost);
      removePairs(pairs);
      removePairs(litPairs);
      for (const actor of [...glass, ...leftOut]) remove(actor);
      view.setContainer(null);
      renderWindow.delete();
      view.delete();
    },
  };
}

function polygonsOf(mesh: SurfaceMesh): vtkPolyData {
  const data = newPolyData();
  data.getPoints().setData(mesh.points, 3);
  data.getPolys().setData(mesh.cells);
  data.getPointData().setNormals(newDataArray({ name: 'Normals', values: mesh.normals, numberOfComponents: 3 }));
  return data;
}

function linesOf(lines: VesselLines): vtkPolyData {
  const runs = lines.starts.length - 1;
  const cells = new Uint32Array(lines.radiiMm.length + runs);
  let at = 0;
  for (let run = 0; run < runs; run += 1) {
    const end = lines.starts[run + 1];
    cells[at++] = end - lines.starts[run];
    for (let p = lines.starts[run]; p < end; p += 1) cells[at++] = p;
  }
  const data = newPolyData();
  data.getPoints().setData(lines.points, 3);
  data.getLines().setData(cells);
  return data;
}

/** Without a shader: plain colour, no light. */
function actorOf(data: vtkPolyData, shader: string | null): vtkActor {
  const mapper = newMapper({ scalarVisibility: false });
  mapper.setInputData(data);
  const actor = newActor();
  actor.setMapper(mapper);
  if (shader === null) {
    actor.getProperty().setLighting(false);
    return actor;
  }
  mapper.setViewSpecificProperties({
    OpenGL: {
      ShaderReplacements: [
        {
          shaderType: 'Fragment',
          originalValue: '//VTK::Light::Impl',
          replaceFirst: false,
          replacementValue: `${shader}\n  //VTK::Light::Impl`,
          replaceAll: false,
        },
      ],
    },
  });
  return actor;
}

function ballOf(bounds: ArrayLike<number>): Ball {
  const middle = (axis: number): number => (bounds[2 * axis] + bounds[2 * axis + 1]) / 2;
  const half = [0, 1, 2].map((axis) => (bounds[2 * axis + 1] - bounds[2 * axis]) / 2);
  // the height of the lungs fills the view; deeper or wider ones still fit
  return { centre: [middle(0), middle(1), middle(2)], radius: Math.max(half[0], half[1], half[2], 1) };
}
