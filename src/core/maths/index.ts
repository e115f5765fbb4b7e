export * from './elementary';
export * from './normal';
export * from './random';
