import "@fontsource-variable/inter"
import "./globals.css"
import type { Metadata, Viewport } from "next"
import { headers } from "next/headers"
import { Activity } from "react"
import { SiteFooter } from "@/components/layout/site-footer"
import { SiteHeader } from "@/components/layout/site-header"
import { StorageNotice } from "@/components/layout/storage-notice"
import { LOCALES } from "@/components/messages/locale"
import { getMessages } from "@/components/messages/server"
import { SITE } from "@/components/messages/site"
import { Providers } from "@/components/providers"
import type { Config } from "@/lib/client/types"
import { configJson } from "@/lib/http/api/service"
import { getConfig, peekContext } from "@/lib/runtime"

export async function generateMetadata(): Promise<Metadata> {
  const { common: t, locale } = await getMessages()
  const host = (await headers()).get("host") ?? "localhost"
  return {
    metadataBase: new URL(getConfig().publicOrigin ?? `http://${host}`),
    title: { default: t.siteTitle, template: `%s · ${t.siteName}` },
    description: t.siteDescription,
    openGraph: {
      type: "website",
      siteName: t.siteName,
      title: t.siteTitle,
      description: t.siteDescription,
      locale: locale.replace("-", "_"),
    },
    twitter: { card: "summary_large_image" },
    appleWebApp: { title: t.siteName },
    // Digits of an amount or a hash are no telephone number.
    formatDetection: { telephone: false, email: false, address: false },
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f8f7" },
    { media: "(prefers-color-scheme: dark)", color: "#0c100f" },
  ],
}

/** Spares every page its first question to the server, and shows what is paid before any script runs. */
function firstConfig(): Config | undefined {
  const ctx = peekContext()
  return ctx && configJson(ctx)
}

export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const messages = await getMessages()
  return (
    // next-themes sets the class before the first paint, so the server's markup differs here on purpose.
    <html lang={messages.locale} suppressHydrationWarning>
      <body className="font-sans antialiased">
        <Providers
          locale={messages.locale}
          config={firstConfig()}
          nonce={(await headers()).get("x-nonce") ?? undefined}
        >
          {/* Each Activity is taken over by itself, as a small piece of work: that is all that it is for. */}
          <div className="flex min-h-dvh flex-col">
            <Activity>
              <SiteHeader />
            </Activity>
            <main id="main" className="flex-1">
              <noscript>
                {/* In each language: without a script nobody can switch. */}
                {LOCALES.map((locale) => (
                  <p key={locale} lang={locale} className="bg-warn-soft px-4 py-3 text-center text-warn-ink">
                    {SITE[locale].noScript}
                  </p>
                ))}
              </noscript>
              <StorageNotice />
              {children}
            </main>
            <Activity>
              <SiteFooter />
            </Activity>
          </div>
        </Providers>
      </body>
    </html>
  )
}
