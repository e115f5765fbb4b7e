export { allowsBv5, judgeQuality } from './judge';
export type { QualityInput, QualityJudgement } from './types';
export { withholdFineCalibres } from './withhold';
