/** What leaves the program for other programs: the R script and its data. */
export { analysisData, analysisScript } from './r-script';
