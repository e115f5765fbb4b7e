/** The stages of a measurement, in order, as the user sees them. */
export const stageIds = ['read', 'lungs', 'vessels', 'centrelines', 'calibre', 'blood_volume'] as const;
export type StageId = (typeof stageIds)[number];

/** Called at most a few times a second; `fraction` 0…1 within the stage, never falling. */
export type OnProgress = (stage: StageId, fraction: number) => void;
