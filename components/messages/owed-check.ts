import { owedCheck as en } from "./en/owed-check"
import { owedCheck as zh } from "./zh/owed-check"

/** The texts of the check of what an address is owed, for `useTexts`. */
export const OWED_CHECK = { en, "zh-CN": zh }
