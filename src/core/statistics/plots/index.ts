/** Figures of statistics as SVG. */
export { blandAltmanPlot } from './bland-altman-plot';
export { boxPlot } from './boxes';
export { correlationMatrix } from './correlation-matrix';
export { flowDiagram } from './flow-diagram';
export type { FlowData } from './flow-diagram';
export type { FigureText } from './frame';
export { histogram } from './histogram';
export { printInk } from './ink';
export type { Ink } from './ink';
export type { FigureMarks } from './figure-marks';
export { figureOf } from './of-analysis';
export { plainCaption, plainFigure } from './plain-figure';
export { pairedPlot } from './paired-lines';
export { rocPlot } from './roc-plot';
export { scatterPlot } from './scatter';
export { waterfall } from './waterfall';
