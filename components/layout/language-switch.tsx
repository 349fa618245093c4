"use client"

import { useRouter } from "next/navigation"
import { LANGUAGES, LOCALE_COOKIE, LOCALE_QUERY, LOCALES, type Locale } from "@/components/messages/locale"
import { useMessages } from "@/components/messages/provider"

const YEAR_SECONDS = 365 * 86_400

/** Offers the other language in its own words. The server draws the page again; what is open or typed on it stays. */
export function LanguageSwitch() {
  const router = useRouter()
  const { locale } = useMessages()
  const other = LOCALES.find((each) => each !== locale) ?? locale
  const { name, choose } = LANGUAGES[other]
  return (
    <button
      type="button"
      lang={other}
      aria-label={choose}
      data-testid="language-switch"
      onClick={() => {
        const page = new URL(window.location.href)
        // The choice in the address is older than this one.
        page.searchParams.delete(LOCALE_QUERY)
        if (!remember(other)) page.searchParams.set(LOCALE_QUERY, other)
        // The router follows the address; going there by it would leave what stands around the page as it is. It knows
        // nothing of what came behind the `#` since, and would take that away.
        window.history.replaceState(null, "", page)
        router.refresh()
      }}
      className="inline-flex min-h-11 min-w-11 items-center justify-center rounded-lg px-2 text-sm font-medium text-muted hover:bg-sunken hover:text-ink"
    >
      {name}
    </button>
  )
}

/** @returns whether the browser kept it */
function remember(locale: Locale): boolean {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: browsers offer the Cookie Store API over HTTPS only
    document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
    return document.cookie.split("; ").includes(`${LOCALE_COOKIE}=${locale}`)
  } catch {
    return false
  }
}
