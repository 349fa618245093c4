import { en, type Messages } from "./en"
import type { Locale } from "./locale"
import { zh } from "./zh"

/**
 * Texts hold functions, which a server cannot hand to a browser: so both languages are in both, and switching loads
 * nothing.
 */
export const MESSAGES: Record<Locale, Messages> = { en, "zh-CN": zh }
