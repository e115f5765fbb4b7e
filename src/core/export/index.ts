/** What leaves the program for other programs: tables, dictionary, R script, methods, and the zip that holds them. */
export { analysisData, analysisScript } from './r-script';
export { isGasColumn, rowsOfImport } from './cohort-study';
export { deIdentify } from './de-identify';
export type { DeIdentification, DeIdentified } from './de-identify';
export { describeColumn, dictionaryCsv } from './dictionary';
export type { ColumnEntry } from './dictionary';
export { statisticsDocument, statisticsFiles } from './statistics-files';
export type { StatisticsRun } from './statistics-files';
export { studyFiles, zipFiles } from './study-files';
export type { ExportMode, StudyExport } from './study-files';
export type { ExportGas, ExportRow, Study } from './study';
export { analysedTable, longCsv, wideColumns, wideCsv } from './wide-and-long';
