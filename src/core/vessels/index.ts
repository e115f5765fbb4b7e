/** Vessels before they are lines: estimates of the scan and the mask of candidates. */
import { coreTask } from './core-mask';
import { ridgeTask } from './ridge-task';

export { backgroundRows } from './background';
export { findCandidates } from './candidates';
export type { CandidateInput, Candidates } from './types';

/** Registered in core/tasks.ts. */
export const vesselTasks = [ridgeTask, coreTask] as const;
