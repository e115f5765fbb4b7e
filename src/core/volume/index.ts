export * from './arrays';
export * from './components';
export * from './crop';
export * from './distance';
export * from './geometry';
export * from './resample';
export type * from './grid';
export type * from './volume';
