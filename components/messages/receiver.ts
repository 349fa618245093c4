import { receiver as en } from "./en/receiver"
import { receiver as zh } from "./zh/receiver"

/** The texts of a receiver's page, for `useTexts` and `getTexts`. */
export const RECEIVER = { en, "zh-CN": zh }
