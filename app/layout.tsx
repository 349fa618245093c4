import "@fontsource-variable/inter"
import "./globals.css"
import type { Metadata, Viewport } from "next"
import { SiteFooter } from "@/components/layout/site-footer"
import { SiteHeader } from "@/components/layout/site-header"
import { en } from "@/components/messages/en"
import { Providers } from "@/components/providers"

export const metadata: Metadata = {
  title: { default: en.common.siteTitle, template: `%s · ${en.common.siteName}` },
  description: en.common.siteDescription,
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f8f7" },
    { media: "(prefers-color-scheme: dark)", color: "#0c100f" },
  ],
}

export default function RootLayout({ children }: { children: React.ReactNode }) {
  return (
    // next-themes sets the class before the first paint, so the server's markup differs here on purpose.
    <html lang="en" suppressHydrationWarning>
      <body className="font-sans antialiased">
        <Providers>
          <div className="flex min-h-dvh flex-col">
            <SiteHeader />
            <main id="main" className="flex-1">
              {children}
            </main>
            <SiteFooter />
          </div>
        </Providers>
      </body>
    </html>
  )
}
