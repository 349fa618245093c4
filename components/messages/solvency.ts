import { solvency as en } from "./en/solvency"
import { solvency as zh } from "./zh/solvency"

/** The texts of the page that says what is owed and held, for `useTexts` and `getTexts`. */
export const SOLVENCY = { en, "zh-CN": zh }
