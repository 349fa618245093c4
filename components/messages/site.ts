import { site as en } from "./en/site"
import { site as zh } from "./zh/site"

/** What stands around every page, for `useTexts` and `getTexts`. */
export const SITE = { en, "zh-CN": zh }
