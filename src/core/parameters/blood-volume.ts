/** Numbers of the stage "blood-volume". */
export const bloodVolumeParameters = {} as const;
