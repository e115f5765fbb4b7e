/** Positions of the voxels of a mask that are not 0, ascending. */
export function setVoxels(mask: Uint8Array): Int32Array {
  let count = 0;
  forEachSet(mask, () => {
    count += 1;
  });
  const voxels = new Int32Array(count);
  count = 0;
  forEachSet(mask, (at) => {
    voxels[count] = at;
    count += 1;
  });
  return voxels;
}

/** Vessels fill a hundredth of a lung: four voxels of nothing are passed over at once. */
function forEachSet(mask: Uint8Array, visit: (at: number) => void): void {
  const lead = Math.min(mask.length, -mask.byteOffset & 3);
  const count = (mask.length - lead) >> 2;
  // an empty view may begin nowhere but at a multiple of four either
  const words = count === 0 ? [] : new Uint32Array(mask.buffer, mask.byteOffset + lead, count);
  for (let at = 0; at < lead; at += 1) if (mask[at] !== 0) visit(at);
  for (let word = 0; word < words.length; word += 1) {
    if (words[word] === 0) continue;
    const from = lead + 4 * word;
    for (let at = from; at < from + 4; at += 1) if (mask[at] !== 0) visit(at);
  }
  for (let at = lead + 4 * words.length; at < mask.length; at += 1) if (mask[at] !== 0) visit(at);
}
