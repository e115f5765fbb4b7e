/** Labels of the vessel mask and positions in a row of bin sums. */
export const BELOW = 1;
export const BV5 = 2;
export const BV5_10 = 3;
export const BV10 = 4;
