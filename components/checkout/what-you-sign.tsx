"use client"

import { ShieldCheck } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Shortened } from "@/components/ui/shortened"
import { TransactionHash } from "@/components/ui/transaction-hash"
import type { ReviewedPayment } from "./review-payment"

/** What the prepared transaction does, as decoded from its bytes. */
export function WhatYouSign({ review, to }: { review: ReviewedPayment; to: string }) {
  const t = useMessages().checkout
  return (
    <section
      aria-labelledby="what-you-sign"
      className="rounded-xl border border-line bg-canvas px-4 pt-4 pb-1"
      data-testid="what-you-sign"
    >
      <h2 id="what-you-sign" className="font-semibold">
        {t.review.title}
      </h2>
      <p className="text-sm text-muted">{t.review.text}</p>
      <DetailList className="mt-2">
        <Detail name={t.review.youPay}>
          <Amount shannons={review.pays} className="font-semibold" testId="you-pay" />
        </Detail>
        <Detail name={t.review.networkFee}>
          <Amount shannons={review.networkFee} testId="network-fee" />
        </Detail>
        <Detail name={t.review.youGetBack}>
          <Amount shannons={review.getsBack} testId="you-get-back" />
        </Detail>
        <Detail name={t.review.payeeLine}>
          <Shortened text={to} label={t.payee} />
        </Detail>
        <Detail name={t.review.hash}>
          <TransactionHash
            hash={review.hash}
            label={t.review.hash}
            copyLabel={t.review.copyHash}
            testId="prepared-hash"
          />
        </Detail>
      </DetailList>
      <p className="flex items-center gap-2 border-t border-line py-3 text-sm font-medium text-accent-ink">
        <ShieldCheck aria-hidden className="size-4 shrink-0" />
        {t.review.checked}
      </p>
    </section>
  )
}
