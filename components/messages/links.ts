import { links as en } from "./en/links"
import { links as zh } from "./zh/links"

/** The texts by which a receiver makes links and a page of their own, for `useTexts` and `getTexts`. */
export const LINKS = { en, "zh-CN": zh }
