/** The generator's work that is cut into pieces, for the register of tasks. */
import { anatomyTask } from './anatomy';
import { renderTask } from './render';
import { countTask, maskTask } from './truth';

export const phantomTasks = [anatomyTask, renderTask, countTask, maskTask] as const;
