"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Page } from "@/components/ui/page"
import { request } from "@/lib/client/http"
import { JobsSection } from "./jobs-section"
import { PaymentsSection } from "./payments-section"
import { PoolSection } from "./pool-section"
import { ReconciliationSection } from "./reconciliation-section"
import { SettlementsSection } from "./settlements-section"

export function Dashboard() {
  const t = useMessages().admin
  const router = useRouter()
  const queryClient = useQueryClient()
  const logout = useMutation({
    mutationFn: () => request<null>("/api/admin/logout", { method: "POST" }),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: ["operator"] })
      queryClient.setQueryData(["session"], { operator: false })
      router.replace("/admin/login")
    },
  })
  return (
    <Page>
      <header className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold">{t.title}</h1>
        <Button variant="secondary" busy={logout.isPending} onClick={() => logout.mutate()} data-testid="logout">
          {t.logout}
        </Button>
      </header>
      <nav aria-label={t.title} className="mt-2 flex flex-wrap gap-x-6 text-sm font-medium text-accent-ink">
        {(["pool", "settlements", "payments", "jobs"] as const).map((section) => (
          <a key={section} href={`#${section}`} className="inline-flex min-h-11 items-center hover:underline">
            {t.sections[section]}
          </a>
        ))}
      </nav>
      <div className="mt-4 space-y-12">
        <ReconciliationSection />
        <PoolSection />
        <SettlementsSection />
        <PaymentsSection />
        <JobsSection />
      </div>
    </Page>
  )
}
