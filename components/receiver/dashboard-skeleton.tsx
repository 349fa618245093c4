"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { RECEIVER } from "@/components/messages/receiver"
import { Card, CardHead } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton"

/** A dashboard while it comes: what is the same for everybody stands where it will stand. */
export function DashboardSkeleton() {
  const t = useTexts(RECEIVER)
  const { code } = useTexts(RECEIVE)
  return (
    <Page>
      <div aria-busy="true">
        <p className="text-sm text-muted">{t.heading}</p>
        <Skeleton className="mt-2 h-7 w-64" />
        <div className="mt-6 grid grid-cols-1 items-start gap-6 lg:grid-cols-3">
          <Card className="lg:col-start-3">
            <CardHead id="get-paid-title" title={code.title} description={code.text} />
            <Skeleton className="h-11 w-full rounded-lg" />
            <Skeleton className="mt-2 h-11 w-full rounded-lg" />
          </Card>
          <div className="lg:col-span-2 lg:col-start-1 lg:row-start-1">
            <Card>
              <p className="text-sm font-medium text-muted">{t.owed}</p>
              <Skeleton className="mt-2 h-10 w-48" />
              <Skeleton className="mt-10 h-3 w-full" />
              <Skeleton className="mt-10 h-24 w-full" />
            </Card>
            <div className="mt-10">
              <SkeletonRows />
            </div>
          </div>
        </div>
      </div>
    </Page>
  )
}
