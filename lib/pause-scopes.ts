/** What stands still while a pause is open. Withdrawals count as settlement. */
export const PAUSE_SCOPES = ["prepare", "settlement", "all"] as const
export type PauseScope = (typeof PAUSE_SCOPES)[number]
