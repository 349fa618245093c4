"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useRouter } from "next/navigation"
import { useEffect } from "react"
import { Freshness } from "@/components/ui/freshness"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"
import { ApiError } from "@/lib/client/http"

interface SectionProps {
  id: string
  title: string
  description?: string
  action?: React.ReactNode
  /** the query whose data the section shows */
  query: { data: unknown; isError: boolean; error: Error | null; dataUpdatedAt: number }
  children: React.ReactNode
}

/** A part of the operator's page: its skeleton, its error when nothing is known yet, how old its data is. */
export function Section({ id, title, description, action, query, children }: SectionProps) {
  useLoginWhenSessionEnds(query.error)
  return (
    <section id={id} aria-labelledby={`${id}-title`} data-testid={`section-${id}`}>
      <div className="mb-4 flex flex-wrap items-start justify-between gap-4">
        <div>
          <h2 id={`${id}-title`} className="text-lg font-semibold">
            {title}
          </h2>
          {description ? <p className="text-sm text-muted">{description}</p> : null}
          <Freshness query={query} />
        </div>
        {action}
      </div>
      {query.data !== undefined ? children : query.isError ? <ProblemNotice error={query.error} /> : <SkeletonRows />}
    </section>
  )
}

/** A session ends while the page is open: asking for it again sends the operator to the login. */
function useLoginWhenSessionEnds(error: Error | null): void {
  const queryClient = useQueryClient()
  const router = useRouter()
  const isSignedOut = error instanceof ApiError && error.code === "UNAUTHORIZED"
  useEffect(() => {
    if (!isSignedOut) return
    queryClient.removeQueries({ queryKey: ["session"] })
    router.replace("/admin/login")
  }, [isSignedOut, queryClient, router])
}
