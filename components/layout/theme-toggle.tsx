"use client"

import { Moon, Sun } from "lucide-react"
import { useTheme } from "next-themes"
import { useMessages } from "@/components/messages/provider"

/** Both icons are in the markup and CSS shows one, so that nothing flickers while the page wakes up. */
export function ThemeToggle() {
  const t = useMessages().common.theme
  const { resolvedTheme, setTheme } = useTheme()
  return (
    <button
      type="button"
      aria-label={t.label}
      data-testid="theme-toggle"
      onClick={() => setTheme(resolvedTheme === "dark" ? "light" : "dark")}
      className="inline-flex size-11 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
    >
      <Moon aria-hidden className="size-5 dark:hidden" />
      <Sun aria-hidden className="hidden size-5 dark:block" />
    </button>
  )
}
