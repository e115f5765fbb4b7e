/** Numbers of the stage "vessels". */
export const vesselParameters = {} as const;
