import type { Messages } from "./en"
import { admin } from "./zh/admin"
import { checkout } from "./zh/checkout"
import { common } from "./zh/common"
import { landing } from "./zh/landing"
import { problems } from "./zh/problems"
import { receiver } from "./zh/receiver"

/** Every Chinese text of the pages: the same texts as in English, or it does not compile. */
export const zh: Messages = { locale: "zh-CN", common, landing, checkout, problems, receiver, admin }
