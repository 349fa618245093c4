import { checkout } from "./en/checkout"
import { common } from "./en/common"
import { order } from "./en/order"
import { problems } from "./en/problems"
import { refusals } from "./en/refusals"
import { typed } from "./en/typed"
import type { Locale } from "./locale"

/**
 * The English texts that any page may show; those of one kind of page are in a module of their own. Another language is
 * a module of the same type, which the compiler keeps complete.
 */
export const en = { locale: "en" as Locale, common, checkout, order, problems, refusals, typed }

export type Messages = typeof en
