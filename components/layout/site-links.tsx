"use client"

import Link from "next/link"
import { usePathname } from "next/navigation"
import { useTexts } from "@/components/messages/provider"
import { SITE } from "@/components/messages/site"
import { cx } from "@/components/ui/cx"

const PATHS = [
  ["payments", "/payments"],
  ["receive", "/receiver"],
  ["developers", "/developers"],
] as const

/** Where payers, receivers and developers each find their own. */
export function SiteLinks({ className }: { className?: string }) {
  const t = useTexts(SITE).nav
  const here = usePathname()
  return (
    <ul className={className}>
      {PATHS.map(([name, path]) => (
        <li key={name}>
          {/* Who is about to pay rarely leaves for another page, so nothing of it is loaded in advance. */}
          <Link
            href={path}
            prefetch={false}
            aria-current={here === path ? "page" : undefined}
            className={cx(
              "flex min-h-11 items-center rounded-lg px-3 text-sm font-medium text-muted hover:bg-sunken hover:text-ink",
              "aria-[current=page]:text-ink",
            )}
          >
            {t[name]}
          </Link>
        </li>
      ))}
    </ul>
  )
}
