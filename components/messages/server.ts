import { cookies, headers } from "next/headers"
import { MESSAGES } from "./catalogue"
import type { Messages } from "./en"
import { chooseLocale, LOCALE_COOKIE, LOCALE_HEADER, type Locale } from "./locale"

/** The texts that any page may show, in the language of the request; in the browser it is `useMessages`. */
export function getMessages(): Promise<Messages> {
  return getTexts(MESSAGES)
}

/**
 * The texts of one kind of page, in the language of the request: `getTexts(ADMIN)`; in the browser it is `useTexts`.
 */
export async function getTexts<Texts>(texts: Record<Locale, Texts>): Promise<Texts> {
  const header = await headers()
  const chosen = header.get(LOCALE_HEADER) ?? (await cookies()).get(LOCALE_COOKIE)?.value
  return texts[chooseLocale(chosen, header.get("accept-language"))]
}
