export * from './arrays';
export * from './geometry';
export type * from './grid';
export type * from './volume';
