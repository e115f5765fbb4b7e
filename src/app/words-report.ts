/** Words of the export, beside `words.ts`. */
export const reportWords = {
  title: 'Export the cohort',
  below: 'Into one zip, on this computer.',
  cohort: { name: 'Cohort table', what: 'cohort.csv, every row and column, full precision' },
  statistics: { name: 'Statistics', what: 'statistics.json and statistics.csv, every card with all its numbers' },
  tableOne: { name: 'Table 1', what: 'table1.csv, as on the screen, p in full' },
  figures: { name: 'Figures', what: 'one SVG for each card, and the flow of exclusions' },
  profile: { name: 'Study profile', what: 'profile.json, rules and hash, and the log of changes' },
  session: { name: 'Session', what: 'everything that is kept, to open again; no CT slices' },
  ids: 'Ids, times and free texts go out as they were typed. Look before you pass the files on.',
  save: (n: number) => (n === 1 ? 'Save 1 file' : `Save ${n} files`),
  saveZip: 'Save as zip',
  tableAlone: 'Save cohort.csv alone',
  cancel: 'Cancel',
} as const;
