/** Tags that more than one file of this folder asks for. */
export const pixelDataTag = 'x7fe00010';
