/** `Parallel` over task workers: each takes the next piece when it is free; outputs come in the order of the pieces. */
import { transfer, type Remote } from 'comlink';
import type { Parallel, Piece, Task } from '../core/parallel';
import type { DecodeFrame } from '../readers';
import type { TaskWorkerApi } from './task-worker';

export type RemoteTaskWorker = Remote<TaskWorkerApi>;

export function poolParallel(workers: readonly RemoteTaskWorker[]): Parallel {
  let jobs = 0;
  return {
    async map<Input, Output>(task: Task<Input, Output>, input: Input, pieces: readonly Piece[]): Promise<Output[]> {
      const job = jobs++;
      const outputs: Output[] = [];
      let next = 0;
      const busy = workers.slice(0, Math.max(1, pieces.length)).map(async (worker) => {
        await worker.begin(job, task.id, input);
        for (let index = next++; index < pieces.length; index = next++) {
          // the worker runs the task of this id, and that task's output type is Output
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          outputs[index] = (await worker.run(job, pieces[index])) as Output;
        }
        await worker.end(job);
      });
      await Promise.all(busy);
      return outputs;
    },
  };
}

/** Decodes compressed frames in the workers, in turn; uncompressed ones are faster copied where they are. */
export function poolDecoder(workers: readonly RemoteTaskWorker[], here: DecodeFrame): DecodeFrame {
  let next = 0;
  return (frame) => {
    if (frame.coding === 'native') return here(frame);
    const worker = workers[next % workers.length];
    next += 1;
    // a view may lie on a whole file, and a message takes all of its buffer along
    const bytes = frame.bytes.slice();
    return worker.decode(transfer({ ...frame, bytes }, [bytes.buffer]));
  };
}
