export * from './arrays';
export * from './components';
export * from './crop';
export * from './distance';
export * from './geometry';
export type * from './grid';
export type * from './volume';
