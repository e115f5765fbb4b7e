/** What a task worker does: keeps the input of one task and runs pieces of it. */
import { loadWasmKernels, type Kernels } from '../core/kernels';
import { taskById } from '../core/tasks';
import type { Piece } from '../core/parallel';
import { kernelBytes } from '../kernels';

export interface TaskWorkerApi {
  /** Takes the input of a task; big arrays in it are shared, the rest is cloned once. */
  begin(taskId: string, input: unknown): Promise<void>;
  run(piece: Piece): unknown;
  end(): void;
}

/** Kernels of this thread; made on first use. */
let kernels: Promise<Kernels> | null = null;
export function threadKernels(): Promise<Kernels> {
  kernels ??= loadWasmKernels(kernelBytes());
  return kernels;
}

/** Answers at once; the first `begin` waits for the kernels. */
export function taskWorkerApi(): TaskWorkerApi {
  let current: ((piece: Piece) => unknown) | null = null;
  return {
    async begin(taskId, input) {
      const ready = await threadKernels();
      const task = taskById(taskId);
      current = (piece) => task.run(input, piece, ready);
    },
    run(piece) {
      if (current === null) throw new Error('no task was begun');
      return current(piece);
    },
    end() {
      current = null;
    },
  };
}
