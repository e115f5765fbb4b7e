/**
 * The mouse in a view: left does the active tool, middle pans, right windows, the wheel scrolls,
 * Ctrl with the wheel zooms at the pointer, Space held pans. A click without a drag sets the cross-hair.
 *
 * Of our own and not cornerstone's tools, because the same hands must work on the plain canvas, where
 * there is no WebGL or it was lost, and in the 3-D view.
 */
import type { SliceTool } from './types';

export interface PointerAims {
  tool(): SliceTool;
  spaceHeld(): boolean;
  /** Called once as a drag begins, with where it began. */
  begin(x: number, y: number, action: DragAction): void;
  drag(x: number, y: number, dx: number, dy: number): void;
  end(): void;
  click(x: number, y: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  scroll(slices: number): void;
  zoom(factor: number, x: number, y: number): void;
}

export type DragAction = 'crosshair' | 'window' | 'pan' | 'zoom' | 'ruler';

/** Movement below which a press is a click. */
const clickPixels = 3;
/** Wheel movement that makes one slice; a notch of a mouse wheel is about 100. */
const pixelsPerSlice = 60;
const zoomPerPixel = 0.0022;

function noMenu(event: Event): void {
  event.preventDefault();
}

/** Listens on an element until the returned function is called. */
export function listenToPointer(element: HTMLElement, aims: PointerAims): () => void {
  let drag: { startX: number; startY: number; action: DragAction; moved: boolean; button: number } | null = null;
  let wheel = 0;

  const place = (event: MouseEvent): [number, number] => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  const actionOf = (button: number): DragAction => {
    if (button === 1 || aims.spaceHeld()) return 'pan';
    return button === 2 ? 'window' : aims.tool();
  };

  const down = (event: PointerEvent): void => {
    if (drag !== null) return;
    const [x, y] = place(event);
    drag = { startX: x, startY: y, action: actionOf(event.button), moved: false, button: event.button };
    element.setPointerCapture(event.pointerId);
    aims.begin(x, y, drag.action);
  };

  const move = (event: PointerEvent): void => {
    const [x, y] = place(event);
    if (drag === null) {
      aims.hover(x, y);
      return;
    }
    const dx = x - drag.startX;
    const dy = y - drag.startY;
    drag.moved ||= Math.abs(dx) >= clickPixels || Math.abs(dy) >= clickPixels;
    if (drag.moved) aims.drag(x, y, dx, dy);
  };

  const up = (event: PointerEvent): void => {
    if (drag === null) return;
    const { moved, button, action } = drag;
    drag = null;
    const [x, y] = place(event);
    if (!moved && button === 0 && action !== 'pan') aims.click(x, y);
    aims.end();
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const [x, y] = place(event);
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 33;
    if (event.ctrlKey) {
      aims.zoom(Math.exp(-pixels * zoomPerPixel), x, y);
      return;
    }
    wheel += pixels;
    const slices = Math.trunc(wheel / pixelsPerSlice);
    if (slices === 0) return;
    wheel -= slices * pixelsPerSlice;
    aims.scroll(slices);
  };

  const leave = (): void => aims.leave();
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('wheel', onWheel, { passive: false });
  element.addEventListener('contextmenu', noMenu);
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('wheel', onWheel);
    element.removeEventListener('contextmenu', noMenu);
  };
}
