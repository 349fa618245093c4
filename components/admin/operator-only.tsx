"use client"

import { useRouter } from "next/navigation"
import { useEffect } from "react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Page } from "@/components/ui/page"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { useSession } from "@/lib/client/queries"
import { DashboardSkeleton } from "./dashboard-skeleton"

/** Sends everybody else to the login. Only a courtesy: each of the operator's routes checks by itself. */
export function OperatorOnly({ children }: { children: React.ReactNode }) {
  const { common } = useMessages()
  const router = useRouter()
  const session = useSession()
  const isStranger = session.data?.operator === false
  useEffect(() => {
    if (isStranger) router.replace("/admin/login")
  }, [isStranger, router])

  if (session.data?.operator) return children
  if (session.isError && !session.data) {
    return (
      <Page narrow>
        <ProblemNotice
          isPage
          error={session.error}
          action={
            <Button variant="secondary" onClick={() => session.refetch()}>
              {common.tryAgain}
            </Button>
          }
        />
      </Page>
    )
  }
  return <DashboardSkeleton />
}
