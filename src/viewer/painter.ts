/** Who puts the grey slice on the screen: cornerstone3D where the graphics work, a plain canvas elsewhere. */
import type { Volume } from '../core/volume';
import type { SliceCamera, ViewSize } from './camera';
import type { Planes } from './planes';
import type { GreyWindow, PlaneName, Slab } from './types';

export interface PlaneShot {
  readonly slice: number;
  readonly camera: SliceCamera;
  readonly size: ViewSize;
  readonly window: GreyWindow;
  readonly slab: Slab;
}

export interface PainterSetting {
  readonly volume: Volume;
  readonly planes: Planes;
  /** An empty element per plane, as large as the view. */
  readonly hosts: Readonly<Record<PlaneName, HTMLElement>>;
  /** The pixels of this shot are on the screen: overlays may follow. */
  readonly onDrawn: (plane: PlaneName, shot: PlaneShot) => void;
  /** The graphics were lost; nothing more will be drawn. */
  readonly onLost: () => void;
}

export interface ImagePainter {
  draw(plane: PlaneName, shot: PlaneShot): void;
  dispose(): void;
}
