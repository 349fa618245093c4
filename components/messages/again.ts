import { again as en } from "./en/again"
import { again as zh } from "./zh/again"

/** What is said to somebody who may be about to pay the same thing twice, for `useTexts`. */
export const AGAIN = { en, "zh-CN": zh }
