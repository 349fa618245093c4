import Link from "next/link"
import { getMessages } from "@/components/messages/server"
import { Mark } from "@/components/ui/mark"
import { LanguageSwitch } from "./language-switch"
import { NetworkBadge } from "./network-badge"
import { ThemeMenu } from "./theme-menu"

export async function SiteHeader() {
  const t = (await getMessages()).common
  return (
    <header className="print:hidden border-b border-line bg-surface">
      <a
        href="#main"
        className="sr-only rounded-lg bg-surface px-4 py-3 font-semibold focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-10"
      >
        {t.skipToContent}
      </a>
      <div className="mx-auto flex min-h-16 w-full max-w-6xl items-center gap-3 px-4 sm:px-6">
        {/* Who is about to pay rarely leaves for the start page, so nothing of it is loaded in advance. */}
        <Link href="/" prefetch={false} className="flex min-h-11 items-center gap-2 rounded-lg font-semibold">
          <Mark className="size-7" />
          {t.siteName}
        </Link>
        <NetworkBadge />
        <div className="-mr-2 ml-auto flex items-center">
          <LanguageSwitch />
          <ThemeMenu />
        </div>
      </div>
    </header>
  )
}
