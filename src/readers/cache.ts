/** Keeps the file that was inflated last: its frames and parts are read one after another. */

/** One inflated file at the most is alive; owned by the open set of files. */
export class InflateCache {
  private owner: object | null = null;
  private bytes: Uint8Array = new Uint8Array();

  get(owner: object): Uint8Array | null {
    return this.owner === owner ? this.bytes : null;
  }

  clear(): void {
    this.put({}, new Uint8Array());
  }

  put(owner: object, bytes: Uint8Array): void {
    this.owner = owner;
    this.bytes = bytes;
  }
}
