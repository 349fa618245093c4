import { twoWords as en } from "./en/two-words"
import { twoWords as zh } from "./zh/two-words"

/** The words that two screens show of one payment, in each language: 5 kB that few pages need. */
export const TWO_WORDS = { en, "zh-CN": zh }
