/** Which series to take: the one asked for, or the best; and why there is none. */
import type { Inventory, SeriesSummary } from '../core/dicom/types';
import type { Refusal } from '../core/issues';
import { refusals } from '../core/issue-catalogue';
import { UsageError } from './command';

export function chooseSeries(inventory: Inventory, asked: string | undefined): SeriesSummary | Refusal {
  const { series } = inventory;
  if (asked !== undefined) {
    const found = series.filter((s) => s.uid === asked || s.id === asked);
    if (found.length === 0) throw new UsageError(`no series ${asked} in the input; bvx series lists them`);
    // a UID can stand for several volumes (acquisitions, kernels): the best of them
    return found.toSorted((a, b) => a.rank - b.rank)[0];
  }
  const best = series.toSorted((a, b) => a.rank - b.rank)[0];
  return best ?? refusals.nothing_readable(inventory.files, inventory.leftOut);
}

export function isRefusal(chosen: SeriesSummary | Refusal): chosen is Refusal {
  return 'exit' in chosen;
}
