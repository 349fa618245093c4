import { admin } from "./en/admin"
import { checkout } from "./en/checkout"
import { common } from "./en/common"
import { landing } from "./en/landing"
import { problems } from "./en/problems"
import { receiver } from "./en/receiver"
import type { Locale } from "./locale"

/** Every English text of the pages. Another language is a module of the same type, which the compiler keeps complete. */
export const en = { locale: "en" as Locale, common, landing, checkout, problems, receiver, admin }

export type Messages = typeof en
