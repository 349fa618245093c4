"use client"

import "@fontsource-variable/inter"
import "./globals.css"
import { useEffect, useSyncExternalStore } from "react"
import { common as english } from "@/components/messages/en/common"
import { chooseLocale, LOCALE_COOKIE, type Locale } from "@/components/messages/locale"
import { common as chinese } from "@/components/messages/zh/common"
import { Button } from "@/components/ui/button"
import { Page } from "@/components/ui/page"

/** Every page loads this one too, so it brings no other texts. */
const TEXTS = { en: english, "zh-CN": chinese }

/** The last resort, when what stands around every page broke: nothing of the layout or of its providers is used. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const locale = useSyncExternalStore(never, browserLocale, () => "en" as const)
  const isDark = useSyncExternalStore(never, prefersDark, () => false)
  useEffect(() => console.error(error), [error])
  const t = TEXTS[locale]
  return (
    <html lang={locale} className={isDark ? "dark" : undefined}>
      <body className="font-sans antialiased">
        <title>{`${t.crashed.title} · ${t.siteName}`}</title>
        <main>
          <Page narrow>
            <h1 className="text-2xl font-semibold">{t.crashed.title}</h1>
            <p className="mt-2 text-muted">{t.crashed.text}</p>
            <div className="mt-6 flex flex-wrap gap-2">
              <Button onClick={retry}>{t.tryAgain}</Button>
              <Button asChild variant="secondary">
                {/* Loads everything anew, which next/link would not. */}
                <a href="/">{t.backHome}</a>
              </Button>
            </div>
          </Page>
        </main>
      </body>
    </html>
  )
}

function never() {
  return () => {}
}

function browserLocale(): Locale {
  const cookies = new Map(ownCookies().map((cookie) => cookie.split("=", 2) as [string, string]))
  return chooseLocale(cookies.get(LOCALE_COOKIE), navigator.languages.join(","))
}

/** None where the browser refuses them, which is an error in some. */
function ownCookies(): string[] {
  try {
    return document.cookie.split("; ")
  } catch {
    return []
  }
}

function prefersDark(): boolean {
  try {
    return window.matchMedia("(prefers-color-scheme: dark)").matches
  } catch {
    return false
  }
}
