/** The validation: trials on phantoms, their records, and the document made from them. Pure; the command line runs it. */
export { makeBase, runTrial } from './run-trial';
export type { BaseScan } from './run-trial';
export type { Host } from './chest-trial';
export { trialNames, trialsOf } from './trials';
export type { Plan, Trial } from './trials';
export type * from './records';
export * from './document';
export { benchKernels } from './kernel-bench';
