/**
 * Work that can be cut into pieces, and who runs it.
 *
 * A `Task` is a pure function on a range; the measurement asks a `Parallel` to run it over pieces
 * whose borders never depend on the number of threads, and gets the outputs in the order of the
 * pieces. So one thread and eight give the same bits. Inputs reach a worker by structured clone:
 * big arrays in them have to be on shared memory (`volume/arrays.ts`). A task may write into its
 * own, disjoint part of a shared array.
 */
import type { Kernels } from '../kernels';

export interface Piece {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface Task<Input, Output> {
  /** `stage/word`, unique; registered in `core/tasks.ts` so that workers find it. */
  readonly id: string;
  run(input: Input, piece: Piece, kernels: Kernels): Output;
}

export interface Parallel {
  map<Input, Output>(task: Task<Input, Output>, input: Input, pieces: readonly Piece[]): Promise<Output[]>;
}

/** 0 … n in pieces of `step`: the same for any number of threads. */
export function piecesOf(n: number, step: number): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < n; from += step) pieces.push({ from, to: Math.min(n, from + step) });
  return pieces;
}

/** Runs every piece here, one after another: pool size 0. */
export function inlineParallel(kernels: Kernels): Parallel {
  return {
    map: (task, input, pieces) => Promise.resolve(pieces.map((piece) => task.run(input, piece, kernels))),
  };
}
