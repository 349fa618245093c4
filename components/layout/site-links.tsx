"use client"

import Link from "next/link"
import { usePathname } from "next/navigation"
import { useTexts } from "@/components/messages/provider"
import { SITE } from "@/components/messages/site"
import { cx } from "@/components/ui/cx"
import { useOwnAddress } from "@/lib/client/own-address"

/** Whoever is no receiver yet begins there. */
const RECEIVE_PATH = "/receiver"
/** What this browser keeps is a stranger's text: only an address becomes a part of a path. */
const ADDRESS = /^ck[bt]1[0-9a-z]+$/

/** Where payers, receivers and developers each find their own. */
export function SiteLinks({ className }: { className?: string }) {
  const t = useTexts(SITE).nav
  const own = useOwnAddress()
  const isKnown = own !== null && ADDRESS.test(own)
  return (
    <ul className={className}>
      <SiteLink path="/payments">{t.payments}</SiteLink>
      <SiteLink path={isKnown ? `${RECEIVE_PATH}/${own}` : RECEIVE_PATH}>
        {/* As wide as either text: what stands beside it does not move when the browser tells whose it is. */}
        <span
          data-widest={t.dashboard}
          className="grid text-center after:invisible after:h-0 after:overflow-hidden after:content-[attr(data-widest)] max-md:text-left"
        >
          {isKnown ? t.dashboard : t.receive}
        </span>
      </SiteLink>
      <SiteLink path="/developers">{t.developers}</SiteLink>
    </ul>
  )
}

function SiteLink({ path, children }: { path: string; children: React.ReactNode }) {
  const here = usePathname()
  return (
    <li>
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
        {children}
      </Link>
    </li>
  )
}
