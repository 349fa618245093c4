import { cookies, headers } from "next/headers"
import { MESSAGES } from "./catalogue"
import type { Messages } from "./en"
import { chooseLocale, LOCALE_COOKIE } from "./locale"

/** The texts for what the server renders, in the language of the request; in the browser it is `useMessages`. */
export async function getMessages(): Promise<Messages> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value
  return MESSAGES[chooseLocale(chosen, (await headers()).get("accept-language"))]
}
