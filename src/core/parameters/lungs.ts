/** Numbers of the stage "lungs". */
export const lungParameters = {} as const;
