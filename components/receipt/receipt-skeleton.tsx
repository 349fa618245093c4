"use client"

import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Card } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton"

interface ReceiptSkeletonProps {
  id: number
  /** shannons, where they are known already */
  amount?: string
}

/** A receipt while it comes: which it is, and how much was paid, where they will stand. */
export function ReceiptSkeleton({ id, amount }: ReceiptSkeletonProps) {
  const t = useMessages().checkout.receipt
  return (
    <Page narrow>
      <Card aria-busy="true">
        <header className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h1 className="text-2xl font-semibold">{t.title}</h1>
          <p className="font-medium tabular-nums">{t.number(id)}</p>
          <Skeleton className="h-5 w-32" />
        </header>
        {amount === undefined ? (
          <Skeleton className="mt-8 h-10 w-48" />
        ) : (
          <>
            <p className="mt-6 text-sm font-medium text-muted">{t.paid}</p>
            <p className="text-4xl font-semibold tracking-tight">
              <Amount large shannons={amount} unitClassName="text-xl font-medium text-muted" />
            </p>
          </>
        )}
        <div className="mt-8">
          <SkeletonRows />
        </div>
      </Card>
    </Page>
  )
}
