import { landing as en } from "./en/landing"
import { landing as zh } from "./zh/landing"

/** The texts of the start page, for `useTexts` and `getTexts`. */
export const LANDING = { en, "zh-CN": zh }
