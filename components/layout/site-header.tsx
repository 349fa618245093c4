import Link from "next/link"
import { getMessages } from "@/components/messages/server"
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
          <Mark />
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

/** Two columns, one short and one tall: a small amount beside a cell of one's own. */
function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className="size-7">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <rect x="7" y="8" width="8" height="16" rx="2.5" className="fill-on-accent" />
      <rect x="17" y="14" width="8" height="10" rx="2.5" className="fill-on-accent" fillOpacity="0.65" />
    </svg>
  )
}
