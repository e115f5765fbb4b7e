/** What the browser keeps between two visits, and the session file that carries it elsewhere. */
export { openKeeper } from './database';
export { memoryKeeper } from './keeper';
export type { Elsewhere, Keeper, Written } from './keeper';
export { openScans, scanSteps } from './open-scans';
export type { LeftScan, OpenScanRecord, OpenScans, ScanStep } from './open-scans';
export { merged, sameJson } from './merge';
export { isStored } from './checks';
export { idOf, joined, nothing, reversed, storeNames } from './records';
export type {
  Everything,
  Part,
  Place,
  StoredExclusion,
  StoredGas,
  StoredLogEntry,
  StoredPatient,
  StoredScan,
  StoredStudy,
  StoredTable,
  StoreName,
  Stores,
  TypedText,
} from './records';
export { readSession, sessionText } from './session-file';
