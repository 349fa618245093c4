import Link from "next/link"
import { getMessages, getTexts } from "@/components/messages/server"
import { SITE } from "@/components/messages/site"
import { Mark } from "@/components/ui/mark"
import { LanguageSwitch } from "./language-switch"
import { NetworkBadge } from "./network-badge"
import { SiteLinks } from "./site-links"
import { SiteMenu } from "./site-menu"
import { ThemeMenu } from "./theme-menu"

export async function SiteHeader() {
  const t = (await getMessages()).common
  const { nav } = await getTexts(SITE)
  return (
    <header className="print:hidden relative border-b border-line bg-surface">
      <a
        href="#main"
        className="sr-only rounded-lg bg-surface px-4 py-3 font-semibold focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-10"
      >
        {t.skipToContent}
      </a>
      {/* It wraps: with letters of twice the size, a phone has no room for all of it in one row. */}
      <div className="mx-auto flex min-h-16 w-full max-w-6xl flex-wrap items-center gap-x-3 px-4 sm:px-6">
        {/* Who is about to pay rarely leaves for the start page, so nothing of it is loaded in advance. */}
        <Link href="/" prefetch={false} className="flex min-h-11 items-center gap-2 rounded-lg font-semibold">
          <Mark className="size-7" />
          <span translate="no" className="max-[26rem]:sr-only">
            {t.siteName}
          </span>
        </Link>
        <NetworkBadge />
        <nav aria-label={nav.label} className="-mr-2 ml-auto flex flex-wrap items-center">
          <SiteLinks className="mr-2 hidden md:flex" />
          <LanguageSwitch />
          <ThemeMenu />
          <SiteMenu />
        </nav>
      </div>
    </header>
  )
}
