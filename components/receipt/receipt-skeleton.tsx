"use client"

import { useMessages } from "@/components/messages/provider"
import { Card } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton"

/** A receipt while it comes, with what its address says of it. */
export function ReceiptSkeleton({ id }: { id: number }) {
  const t = useMessages().checkout.receipt
  return (
    <Page narrow>
      <Card aria-busy="true">
        <header className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h1 className="text-2xl font-semibold">{t.title}</h1>
          <p className="font-medium tabular-nums">{t.number(id)}</p>
          <Skeleton className="h-5 w-32" />
        </header>
        <Skeleton className="mt-8 h-10 w-48" />
        <div className="mt-8">
          <SkeletonRows />
        </div>
      </Card>
    </Page>
  )
}
