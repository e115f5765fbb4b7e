/** The numbers of the rules of sizing that BVX is compared with: theirs, not those of the measurement. */

/** HU above which a voxel of lung is taken for vessel in published pipelines. */
export const vesselAboveHu = -500;
/** The lung is eroded by this before it is searched, mm, so that its rim is not taken for a vessel. */
export const erodedMm = 1;
/** Pieces of the mask below this are noise, mm³. */
export const leastPieceMm3 = 6;

/** Step of the resampled plane across a vessel, and half its width, mm. */
export const planeStepMm = 0.2;
export const planeHalfMm = 9;
/** Planes are averaged along the axis at this step, mm. */
export const alongStepMm = 0.5;
/** The background is the median of a ring, mm from the axis. */
export const ringFromMm = 6.5;
export const ringToMm = 8.5;
/** The peak, and the region that is the vessel, are looked for this close to the axis, mm. */
export const nearAxisMm = 0.8;
/** Integrated contrast: radius of the window beyond the vessel's, in sigmas of the blur, and its limit in mm. */
export const windowSigmas = 2.5;
export const windowMostMm = 6.3;
export const windowRounds = 5;
