import { developers as en } from "./en/developers"
import { developers as zh } from "./zh/developers"

/** The texts of the developers' page, for `getTexts`. What stands between backticks is code. */
export const DEVELOPERS = { en, "zh-CN": zh }
