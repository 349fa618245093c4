"use client"

import { ShieldCheck } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import type { CheckoutOrder } from "@/components/payment/order"
import { Amount } from "@/components/ui/amount"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Fold } from "@/components/ui/fold"
import { Shortened } from "@/components/ui/shortened"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { displayBps } from "@/lib/client/format"
import type { Config } from "@/lib/client/types"
import type { ReviewedPayment } from "@/lib/review/payment"

interface OrderDetailsProps {
  config: Config
  order: CheckoutOrder
  /** null until the payment is prepared */
  review: ReviewedPayment | null
}

/** Fees and network, and what the prepared transaction does, as decoded from its bytes: folded, for who wants it. */
export function OrderDetails({ config, order, review }: OrderDetailsProps) {
  const { checkout: t, common } = useMessages()
  return (
    <Fold title={review ? t.details.whatYouSign : t.details.fees} data-testid="order-details">
      {review ? <p className="text-muted">{t.review.text}</p> : null}
      <DetailList>
        {review ? (
          <>
            <Detail name={t.networkFee}>
              <Amount shannons={review.networkFee} testId="network-fee" />
            </Detail>
            <Detail name={t.review.youGetBack}>
              <Amount shannons={review.getsBack} testId="you-get-back" />
            </Detail>
            <Detail name={t.review.payeeLine}>
              <Shortened text={order.to} label={t.payee} />
            </Detail>
            <Detail name={t.review.hash}>
              <TransactionHash
                hash={review.hash}
                label={t.review.hash}
                copyLabel={t.review.copyHash}
                testId="prepared-hash"
              />
            </Detail>
          </>
        ) : null}
        <Detail name={t.details.platformFee}>{t.details.paidByPayee(displayBps(config.platform_fee_bps))}</Detail>
        <Detail name={t.network}>{common.networks[config.network]}</Detail>
      </DetailList>
      {review ? (
        <p className="flex items-center gap-2 border-t border-line py-3 font-medium text-accent-ink">
          <ShieldCheck aria-hidden className="size-4 shrink-0" />
          {t.review.checked}
        </p>
      ) : null}
    </Fold>
  )
}
