/** The lung stage: from a CT volume to the lung field. */
import { fillTask } from './field';
import { profilesTask } from './profiles';

export { findLungs } from './find-lungs';
export * from './types';

/** The stage's work that can run in pieces. */
export const lungTasks = [profilesTask, fillTask] as const;
