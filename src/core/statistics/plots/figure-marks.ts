/** What a page adds to the figures of files. */
import type { DataTable } from '../table';

/** What a page adds to a figure: which row a point is, which points are filled, names for people; files need none of it. */
export interface FigureMarks {
  /** The rows that the analysis ran on. */
  readonly table: DataTable;
  readonly keys: readonly string[];
  readonly filled: readonly boolean[];
  readonly label: (column: string) => string;
  /** Title and caption stand beside the figure already. */
  readonly bare: boolean;
}
