/** All tasks that a worker can be asked to run, by their id. A stage with parallel work adds its tasks here. */
import { bloodVolumeTasks } from './blood-volume';
import { calibreTasks } from './calibre';
import { lungTasks } from './lungs';
import type { Task } from './parallel';
import { phantomTasks } from './phantom';
import { pixelHashTask } from './result';
import { vesselTasks } from './vessels';
import { blockMeansTask } from './volume';

export const tasks = [
  blockMeansTask,
  ...lungTasks,
  ...vesselTasks,
  ...calibreTasks,
  ...bloodVolumeTasks,
  ...phantomTasks,
  pixelHashTask,
] as const;

/** Finds a task by id. Throws on an unknown one: page and worker are then of different builds. */
export function taskById(id: string): Task<unknown, unknown> {
  const all: readonly Task<never, unknown>[] = tasks;
  const task = all.find((candidate) => candidate.id === id);
  if (task === undefined) throw new Error(`no task named ${id}`);
  // the input was made by the caller of the same task object in `Parallel.map`, where the types were checked
  return task;
}
