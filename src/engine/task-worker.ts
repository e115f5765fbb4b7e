/** What a task worker does: keeps the inputs of open jobs and runs pieces of them, and decodes compressed frames. */
import { transfer } from 'comlink';
import { loadWasmKernels, type Kernels } from '../core/kernels';
import { taskById } from '../core/tasks';
import type { Piece } from '../core/parallel';
import { kernelBytes } from '../kernels';
import { createFrameDecoder, type FrameJob, type FramePixels, type ReaderHost } from '../readers';

export interface TaskWorkerApi {
  /** Takes the input of a task; big arrays in it are shared, the rest is cloned once. Several jobs may be open. */
  begin(job: number, taskId: string, input: unknown): Promise<void>;
  run(job: number, piece: Piece): unknown;
  end(job: number): void;
  decode(frame: FrameJob): Promise<FramePixels>;
}

/** Kernels of this thread; made on first use. */
let kernels: Promise<Kernels> | null = null;
export function threadKernels(): Promise<Kernels> {
  kernels ??= loadWasmKernels(kernelBytes());
  return kernels;
}

/** Answers at once; the first `begin` waits for the kernels. */
export function taskWorkerApi(readerHost: ReaderHost): TaskWorkerApi {
  const decode = createFrameDecoder(readerHost);
  const jobs = new Map<number, (piece: Piece) => unknown>();
  return {
    async begin(job, taskId, input) {
      const ready = await threadKernels();
      const task = taskById(taskId);
      jobs.set(job, (piece) => task.run(input, piece, ready));
    },
    run(job, piece) {
      const runPiece = jobs.get(job);
      if (runPiece === undefined) throw new Error('the job was not begun');
      return runPiece(piece);
    },
    end(job) {
      jobs.delete(job);
    },
    async decode(frame) {
      const pixels = await decode(frame);
      return pixels.ok ? transfer(pixels, [pixels.stored.buffer]) : pixels;
    },
  };
}
