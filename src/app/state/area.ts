/** The four areas of the page, in the order of the top bar. */
export const areaNames = ['scan', 'gases', 'cohort', 'statistics'] as const;
export type Area = (typeof areaNames)[number];
