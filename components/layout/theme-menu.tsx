"use client"

import { Monitor, Moon, Sun } from "lucide-react"
import { useTheme } from "next-themes"
import { useMessages } from "@/components/messages/provider"
import { useOnDemand } from "@/components/ui/use-on-demand"

const ICONS = { light: Sun, dark: Moon, system: Monitor } as const
type Theme = keyof typeof ICONS

const importMenu = () => import("@/components/ui/choice-menu")

/** Both icons are in the markup and CSS shows one, so that nothing flickers while the page wakes up. */
export function ThemeMenu() {
  const t = useMessages().common.theme
  const { theme, setTheme } = useTheme()
  const [menu, loadMenu] = useOnDemand(importMenu)
  const button = (
    <button
      type="button"
      aria-label={t.label}
      data-testid="theme-menu"
      className="inline-flex size-11 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
      {...(menu ? {} : { "aria-haspopup": "menu", "aria-expanded": false, onClick: loadMenu })}
    >
      <Moon aria-hidden className="size-5 dark:hidden" />
      <Sun aria-hidden className="hidden size-5 dark:block" />
    </button>
  )
  // A menu is a tenth of what a checkout loads, and few choose a theme there: it comes when somebody does.
  if (!menu) return button
  return (
    <menu.ChoiceMenu<Theme>
      label={t.label}
      value={theme as Theme | undefined}
      onChange={setTheme}
      options={(["light", "dark", "system"] as const).map((value) => {
        const Icon = ICONS[value]
        return { value, name: t[value], icon: <Icon aria-hidden className="size-4 text-muted" /> }
      })}
      trigger={button}
    />
  )
}
