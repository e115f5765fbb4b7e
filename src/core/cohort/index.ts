/** The cohort: reading clinical tables, groups, exclusions, scores, Table 1, merging with scans. */
export { defaultGroupRule, groupNames, groupOf } from './group-rule';
export type { AtThreshold, GroupOfValue, GroupRule } from './group-rule';
export { outcome28 } from './outcome28';
export type { Outcome28 } from './outcome28';
export { canonicalJson, defaultProfile, profileHash, profileRecord, readProfile } from './profile';
export type { ProfileJson, StudyProfile } from './profile';
export { scoreCase, scoreKinds } from './scores';
export type { ScoreOutcome } from './scores';
export { deltaSofa, meanSofa, sofa, sofaParts } from './sofa';
export type { Sofa, SofaInput, SofaPart } from './sofa';
