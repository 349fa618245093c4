"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import Link from "next/link"
import { usePathname, useRouter } from "next/navigation"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { cx } from "@/components/ui/cx"
import { Page } from "@/components/ui/page"
import { call } from "@/lib/client/call"
import { Alarms } from "./alarms"
import { SaidProvider } from "./said"

const PAGES = [
  ["overview", "/admin"],
  ["pool", "/admin/pool"],
  ["payments", "/admin/payments"],
  ["settlements", "/admin/settlements"],
  ["projects", "/admin/projects"],
  ["jobs", "/admin/jobs"],
  ["audit", "/admin/audit"],
  ["account", "/admin/account"],
] as const

/** A page below a tab's own, such as one payment's, belongs to it. */
function isOpen(path: string, href: string): boolean {
  return path === href || (href !== "/admin" && path.startsWith(`${href}/`))
}

/** Around each of the operator's pages: where else to go, and the way out. */
export function Shell({ children }: { children: React.ReactNode }) {
  const t = useTexts(ADMIN)
  const path = usePathname()
  const router = useRouter()
  const queryClient = useQueryClient()
  const logout = useMutation({
    mutationFn: () => call("POST", "/api/admin/logout"),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: ["operator"] })
      queryClient.removeQueries({ queryKey: ["session"] })
      router.replace("/admin/login")
    },
  })
  return (
    <SaidProvider>
      <Page>
        <header className="flex flex-wrap items-center justify-between gap-4">
          <h1 className="text-2xl font-semibold">{t.title}</h1>
          <Button variant="secondary" busy={logout.isPending} onClick={() => logout.mutate()} data-testid="logout">
            {t.logout}
          </Button>
        </header>
        <nav aria-label={t.title} className="mt-4 flex flex-wrap gap-1 border-b border-line pb-2">
          {PAGES.map(([name, href]) => (
            <Link
              key={name}
              href={href}
              aria-current={path === href ? "page" : isOpen(path, href) ? "true" : undefined}
              className={cx(
                "inline-flex min-h-11 items-center rounded-lg px-3 text-sm font-medium",
                isOpen(path, href) ? "bg-accent-soft text-accent-ink" : "text-muted hover:text-ink",
              )}
            >
              {t.sections[name]}
            </Link>
          ))}
        </nav>
        <Alarms />
        <div className="mt-8 space-y-12">{children}</div>
      </Page>
    </SaidProvider>
  )
}
