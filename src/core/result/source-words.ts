/** The sources of an interval in words, for page and report. */
const WORDS: Readonly<Record<string, string>> = {
  blur: 'blur of the scanner',
  blood_hu: 'blood density',
  background: 'density of lung beside the vessels',
  station_scatter: 'scatter of sizes',
  hilum: 'border at the hilum',
  hilar_tissue: 'soft tissue about the stems',
  border: 'border of the lungs elsewhere',
  recall: 'missed and false vessels',
  uncertain_lung: 'uncertain lung',
  model: 'what phantoms show beyond these',
};

/** Words for an entry of `intervals.sources`; its own name, spaced, where this version has none. */
export function sourceWords(name: string): string {
  return WORDS[name] ?? name.replaceAll('_', ' ');
}
