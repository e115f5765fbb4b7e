/** Slices for the series chooser, each asked for once and kept until other files are opened. */
import type { Outcome } from '../../core/issues';
import type { SlicePreview } from '../../engine';

export interface PreviewCache {
  /** Null where the slice cannot be shown. */
  get(seriesId: string, index: number): Promise<SlicePreview | null>;
  clear(): void;
}

/** Slices kept; a slice of 512 × 512 takes half a megabyte. */
const mostKept = 64;

export function createPreviewCache(
  ask: (seriesId: string, index: number) => Promise<Outcome<SlicePreview>>,
): PreviewCache {
  const kept = new Map<string, Promise<SlicePreview | null>>();
  return {
    get(seriesId, index) {
      const key = `${index} ${seriesId}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const asked = ask(seriesId, index).then((outcome) => {
        // a cancel ends every question; the next look asks again
        if (!outcome.ok) kept.delete(key);
        return outcome.ok ? outcome.value : null;
      });
      kept.set(key, asked);
      if (kept.size > mostKept) {
        const oldest = kept.keys().next();
        if (!oldest.done) kept.delete(oldest.value);
      }
      return asked;
    },
    clear: () => kept.clear(),
  };
}
