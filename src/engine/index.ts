/** Reading and measuring off the main thread: the contract, and the engine for pages. Node's is in `node.ts`. */
export * from './contract';
export * from './export';
