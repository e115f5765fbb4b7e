export * from './arrays';
export * from './crop';
export * from './geometry';
export type * from './grid';
export type * from './volume';
