/**
 * Typed arrays that workers can share without a copy.
 *
 * Everything as large as the volume lives on shared memory where the host allows it, so handing it
 * to a worker costs nothing; elsewhere (no cross-origin isolation) plain buffers are cloned.
 */
function buffer(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

export const sharedInt16 = (n: number): Int16Array => new Int16Array(buffer(n * 2));
export const sharedInt32 = (n: number): Int32Array => new Int32Array(buffer(n * 4));
export const sharedUint8 = (n: number): Uint8Array => new Uint8Array(buffer(n));
export const sharedFloat32 = (n: number): Float32Array => new Float32Array(buffer(n * 4));
export const sharedFloat64 = (n: number): Float64Array => new Float64Array(buffer(n * 8));
