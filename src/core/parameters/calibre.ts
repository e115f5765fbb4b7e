/** Numbers of the stage "calibre". */
export const calibreParameters = {} as const;
