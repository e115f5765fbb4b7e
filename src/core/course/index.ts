/** The course of one patient: where its values lie in a picture, values by condition, what repeating alone brings. */
export { byCondition } from './conditions';
export type { ByCondition, ConditionBox, ConditionValue, PatientLine } from './conditions';
export { courseLayout, ticksBetween, timeFits } from './layout';
export type { CourseFrame, CourseLayout, CourseSample, DrawnLane, Lane, LanePoint } from './layout';
export { differenceHalfWidth, repeatability } from './repeatability';
export type { Repeatability } from './repeatability';
