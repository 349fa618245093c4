"use client"

import { Menu, X } from "lucide-react"
import { usePathname } from "next/navigation"
import { useEffect, useRef } from "react"
import { useTexts } from "@/components/messages/provider"
import { SITE } from "@/components/messages/site"
import { SiteLinks } from "./site-links"

/**
 * The links of the header where they do not fit in a row. The browser opens and closes it, so it works before any
 * script runs, and without one.
 */
export function SiteMenu() {
  const t = useTexts(SITE).nav
  const menu = useRef<HTMLDetailsElement>(null)
  const here = usePathname()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is open, so what led to it is done
  useEffect(() => {
    menu.current?.removeAttribute("open")
  }, [here])

  useEffect(() => {
    const close = ({ target }: Event) => {
      if (target instanceof Node && !menu.current?.contains(target)) menu.current?.removeAttribute("open")
    }
    document.addEventListener("pointerdown", close)
    document.addEventListener("focusin", close)
    return () => {
      document.removeEventListener("pointerdown", close)
      document.removeEventListener("focusin", close)
    }
  }, [])

  return (
    <details
      ref={menu}
      className="group md:hidden"
      onKeyDown={({ key, currentTarget }) => {
        if (key !== "Escape" || !currentTarget.open) return
        currentTarget.removeAttribute("open")
        currentTarget.querySelector("summary")?.focus()
      }}
    >
      <summary
        aria-label={t.menu}
        data-testid="site-menu"
        className="flex size-11 list-none items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink [&::-webkit-details-marker]:hidden"
      >
        <Menu aria-hidden className="size-5 group-open:hidden" />
        <X aria-hidden className="hidden size-5 group-open:block" />
      </summary>
      <SiteLinks className="absolute inset-x-0 top-full z-20 border-b border-line bg-surface px-1 py-2 shadow-card sm:px-3" />
    </details>
  )
}
