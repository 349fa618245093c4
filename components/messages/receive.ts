import { receive as en } from "./en/receive"
import { receive as zh } from "./zh/receive"

/** The texts of taking payments in: the way to one's dashboard, the code to be scanned, the counter, being told. */
export const RECEIVE = { en, "zh-CN": zh }
