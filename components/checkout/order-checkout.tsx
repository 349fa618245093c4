"use client"

import dynamic from "next/dynamic"
import Link from "next/link"
import { useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { MessageField } from "@/components/payment/message-field"
import type { CheckoutOrder } from "@/components/payment/order"
import { OrderHead } from "@/components/payment/order-head"
import { Card } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { Skeleton } from "@/components/ui/skeleton"
import { useFocusOnChange } from "@/components/ui/use-focus-on-change"
import { useTitle } from "@/components/ui/use-title"
import { displayCkb } from "@/lib/client/format"
import type { ApiError } from "@/lib/client/http"
import type { SavedPayment } from "@/lib/client/saved-payments"
import type { Config } from "@/lib/client/types"
import type { ReviewedPayment } from "@/lib/review/payment"
import { CancelLink } from "./cancel-link"
import { CheckoutQr } from "./checkout-qr"
import { HowItWorks } from "./how-it-works"
import { OrderDetails } from "./order-details"
import { useRepeat } from "./use-repeat"
import { USUAL_NETWORK_FEE } from "./usual-network-fee"
import { WalletGate } from "./wallet-gate"

/** Few have paid the same before. Until it is there, nothing stands in its place that could be pressed. */
const PaidAlready = dynamic(() => import("./paid-already").then((module) => module.PaidAlready), {
  ssr: false,
  loading: () => <Skeleton className="h-28 w-full rounded-xl" />,
})

interface OrderCheckoutProps {
  config: Config
  order: CheckoutOrder
  /** why the last signature could not be used */
  rejected: ApiError | null
  onSigned: (payment: SavedPayment) => void
  /** the payer may write to the payee, and has */
  onMessage?: (message: string) => void
}

/** A checkout before its payment is signed: what is paid to whom, then the wallet. All of it fits a phone's window. */
export function OrderCheckout({ config, order, rejected, onSigned, onMessage }: OrderCheckoutProps) {
  const { checkout: t, refusals } = useMessages()
  const [review, setReview] = useState<ReviewedPayment | null>(null)
  const { link } = order
  const repeat = useRepeat(order, rejected)
  const { before } = repeat
  const payment = useFocusOnChange<HTMLElement>(before ? "paid before" : "to pay")
  useTitle(t.titles.pay(displayCkb(order.amount)))
  return (
    <Page narrow className="max-sm:py-4">
      {/* What the wallet's steps draw are rows of this column, so that the bar with the button can stick within it. */}
      <Card
        ref={payment}
        tabIndex={-1}
        aria-label={t.titles.pay(displayCkb(order.amount))}
        className="flex flex-col gap-4 max-sm:p-5"
      >
        <OrderHead
          amount={order.amount}
          to={order.to}
          note={order.note}
          title={link?.title}
          reference={order.reference}
        />
        {order.changePath ? (
          <Link
            href={order.changePath}
            className="-my-2 inline-flex min-h-11 items-center self-start text-sm font-medium text-muted underline hover:text-ink"
          >
            {t.link.changeAmount}
          </Link>
        ) : null}
        {onMessage ? <MessageField value={order.message ?? ""} onChange={onMessage} /> : null}
        {before ? (
          <PaidAlready before={before} order={order} onAgain={() => repeat.accept(before)} />
        ) : (
          <>
            <OrderDetails config={config} order={order} review={review} />
            {(review?.networkFee ?? USUAL_NETWORK_FEE) * 10n > order.amount ? (
              <p className="text-sm text-muted" data-testid="tiny-amount">
                {refusals.tiny}
              </p>
            ) : null}
            <WalletGate
              config={config}
              order={order}
              rejected={rejected}
              repeat={repeat}
              // A signature for what another tab has just paid is not sent.
              onSigned={(signed) => repeat.takes(signed) && onSigned(signed)}
              onReview={setReview}
            />
            {review === null ? <CheckoutQr /> : null}
          </>
        )}
      </Card>
      <CancelLink url={link?.cancel_url ?? null} />
      <HowItWorks />
    </Page>
  )
}
