/** Synthetic chest CT with known truth. Pure: the command lines write the files. */
export { makeTubes, randomTubes } from './calibration';
export type { CalibrationSet, TubesOptions } from './calibration';
export type { CalibrationShape } from './calibration-shapes';
export { chestGeometry, chestScene, chestTruth, makeChest } from './chest';
export type { Chest, ChestTruth } from './chest';
export { dicomDetails, sampleDicomDetails, writeDicomSlice } from './dicom-writer';
export type { DicomDetails } from './dicom-writer';
export { chestOptions, healthy, sampleChestOptions } from './options';
export type { AnatomyOptions, BloodOptions, ChestOptions, DiseaseOptions, LungOptions, ScanOptions } from './options';
export { render } from './render';
export type { Scene } from './scene';
export { formatScore, scoreMeasurement } from './score';
export type { MeasuredBlood, MeasuredVolumes, Score, ScoreLine } from './score';
export { formatCentrelineScore, scoreCentrelines } from './score-centrelines';
export type { CalibreScore, CentrelineScore, MeasuredStations } from './score-centrelines';
export type { TrueStations } from './stations';
export type { TrueBlood, TrueVolumes } from './truth';
export { phantomTasks } from './tasks';
