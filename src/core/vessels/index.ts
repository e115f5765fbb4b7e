/** Vessels before they are lines: estimates of the scan and the mask of candidates. */
import { deepTask } from './blood-hu';
import { coreTask } from './core-mask';
import { ridgeTask } from './ridge-task';

export { backgroundRows } from './background';
export { estimateBloodHu, type BloodHu } from './blood-hu';
export { findCandidates } from './candidates';
export { estimateNoiseHu, type Noise } from './noise';
export { LUMP, VESSEL_CORE, type CandidateInput, type Candidates } from './types';

/** Registered in core/tasks.ts. */
export const vesselTasks = [deepTask, ridgeTask, coreTask] as const;
