/** Of a job's last run. */
export const RUN_STATUSES = ["running", "ok", "failed"] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

/** What asking for a run now came to. busy: it runs at this moment, in some process. */
export const RUN_NOW_STATUSES = ["ok", "busy", "failed"] as const
export type RunNowStatus = (typeof RUN_NOW_STATUSES)[number]
