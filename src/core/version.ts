/** Name and version of the program, written into every result; a test holds it to package.json. */
export const programName = 'bvx';
export const version = '0.1.0';
