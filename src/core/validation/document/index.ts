/** The document of a validation, from its records. */
export { verdictLine, writeDocument } from './document';
export type { ValidationDocument } from './document';
export { sheetOf } from './sheet';
export type { Origin, Sheet } from './sheet';
