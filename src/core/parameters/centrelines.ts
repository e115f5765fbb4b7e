/** Numbers of the stage "centrelines". */
export const centrelineParameters = {} as const;
