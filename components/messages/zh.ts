import type { Messages } from "./en"
import { checkout } from "./zh/checkout"
import { common } from "./zh/common"
import { order } from "./zh/order"
import { problems } from "./zh/problems"
import { refusals } from "./zh/refusals"
import { typed } from "./zh/typed"

/** The same texts as in English, or it does not compile. */
export const zh: Messages = { locale: "zh-CN", common, checkout, order, problems, refusals, typed }
