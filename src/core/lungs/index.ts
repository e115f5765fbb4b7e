/** The lung stage: from a CT volume to the lung field. */
import { modesTask } from './background';
import { closeTask } from './close-sides';
import { distancesTask } from './distances';
import { fillTask } from './field';
import { smoothTask } from './gaussian';
import { profilesTask } from './profiles';

export { findLungs } from './find-lungs';
export * from './types';

/** The stage's work that can run in pieces. */
export const lungTasks = [closeTask, distancesTask, smoothTask, modesTask, profilesTask, fillTask] as const;
