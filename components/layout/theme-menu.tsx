"use client"

import { Monitor, Moon, Sun } from "lucide-react"
import { useTheme } from "next-themes"
import { useMessages } from "@/components/messages/provider"
import { ChoiceMenu } from "@/components/ui/choice-menu"

const ICONS = { light: Sun, dark: Moon, system: Monitor } as const
type Theme = keyof typeof ICONS

/** Both icons are in the markup and CSS shows one, so that nothing flickers while the page wakes up. */
export function ThemeMenu() {
  const t = useMessages().common.theme
  const { theme, setTheme } = useTheme()
  return (
    <ChoiceMenu<Theme>
      label={t.label}
      value={theme as Theme | undefined}
      onChange={setTheme}
      options={(["light", "dark", "system"] as const).map((value) => {
        const Icon = ICONS[value]
        return { value, name: t[value], icon: <Icon aria-hidden className="size-4 text-muted" /> }
      })}
      trigger={
        <button
          type="button"
          aria-label={t.label}
          data-testid="theme-menu"
          className="inline-flex size-11 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
        >
          <Moon aria-hidden className="size-5 dark:hidden" />
          <Sun aria-hidden className="hidden size-5 dark:block" />
        </button>
      }
    />
  )
}
