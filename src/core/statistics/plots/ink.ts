/** Colours of a figure. The page may hand in its own tokens; files use the light set, which is made for paper. */

export interface Ink {
  readonly paper: string;
  readonly text: string;
  readonly label: string;
  readonly grid: string;
  readonly mark: string;
  /** The fitted line, the limits, what the figure is about. */
  readonly main: string;
  /** The second curve, negative correlations. */
  readonly other: string;
  readonly font: string;
}

export const printInk: Ink = {
  paper: '#FFFFFF',
  text: '#14181D',
  label: '#5D6672',
  grid: '#DADEE4',
  mark: '#434B56',
  main: '#0072B2',
  other: '#A3300B',
  font: 'Inter, system-ui, sans-serif',
};
