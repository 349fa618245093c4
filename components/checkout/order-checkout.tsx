"use client"

import dynamic from "next/dynamic"
import Link from "next/link"
import { useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { MessageField } from "@/components/payment/message-field"
import type { CheckoutOrder } from "@/components/payment/order"
import { OrderHead } from "@/components/payment/order-head"
import { Amount } from "@/components/ui/amount"
import { Card } from "@/components/ui/card"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Page } from "@/components/ui/page"
import { Skeleton } from "@/components/ui/skeleton"
import { useFocusOnChange } from "@/components/ui/use-focus-on-change"
import { useTitle } from "@/components/ui/use-title"
import { displayBps, displayCkb, shorten } from "@/lib/client/format"
import type { ApiError } from "@/lib/client/http"
import type { SavedPayment } from "@/lib/client/saved-payments"
import type { Config } from "@/lib/client/types"
import { divideAmount } from "@/lib/divide-amount"
import { CheckoutQr } from "./checkout-qr"
import { divisionTerms } from "./division-terms"
import { HowItWorks } from "./how-it-works"
import { useRepeat } from "./use-repeat"
import { WalletGate } from "./wallet-gate"

/** Few have paid the same before. Until it is there, nothing stands in its place that could be pressed. */
const PaidAlready = dynamic(() => import("./paid-already").then((module) => module.PaidAlready), {
  ssr: false,
  loading: () => <Skeleton className="h-28 w-full rounded-xl" />,
})

/** A 2-2 transaction is about 600 bytes, at 1,500 shannons a kilobyte; the exact fee is known once it is prepared. */
const USUAL_NETWORK_FEE = 1_000n

interface OrderCheckoutProps {
  config: Config
  order: CheckoutOrder
  /** why the last signature could not be used */
  rejected: ApiError | null
  onSigned: (payment: SavedPayment) => void
  /** the payer may write to the payee, and has */
  onMessage?: (message: string) => void
}

/** A checkout before its payment is signed: what is paid to whom, then the wallet. */
export function OrderCheckout({ config, order, rejected, onSigned, onMessage }: OrderCheckoutProps) {
  const messages = useMessages()
  const t = messages.checkout
  /** exact once the payment is prepared, until then what it usually is */
  const [networkFee, setNetworkFee] = useState<bigint | null>(null)
  const { link } = order
  const repeat = useRepeat(order, rejected)
  const { before } = repeat
  const payment = useFocusOnChange<HTMLDivElement>(before ? "paid before" : "to pay")
  const { fee, receiver, splits } = divideAmount(divisionTerms(order, config))
  useTitle(t.titles.pay(displayCkb(order.amount)))
  return (
    <Page narrow>
      <Card aria-label={t.titles.pay(displayCkb(order.amount))}>
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
            className="inline-flex min-h-11 items-center text-sm font-medium text-muted underline hover:text-ink"
          >
            {t.link.changeAmount}
          </Link>
        ) : null}
        {onMessage ? <MessageField value={order.message ?? ""} onChange={onMessage} /> : null}
        <DetailList className="mt-6 border-y border-line">
          <Detail name={t.payeeGets}>
            <Amount shannons={receiver} testId="payee-gets" />
          </Detail>
          {splits.map(({ split, amount }) => (
            <Detail key={split.receiver} name={t.link.alsoTo(shorten(split.receiver))}>
              <Amount shannons={amount} testId="split-gets" />
            </Detail>
          ))}
          <Detail name={t.platformFee(displayBps(config.platform_fee_bps))}>
            <Amount shannons={fee} testId="platform-fee" />
          </Detail>
          <Detail name={t.networkFee}>
            <Estimate exact={networkFee} usual={USUAL_NETWORK_FEE} />
          </Detail>
          <Detail name={t.network}>{messages.common.networks[config.network]}</Detail>
          <Detail name={t.total} strong>
            <Estimate
              exact={networkFee === null ? null : order.amount + networkFee}
              usual={order.amount + USUAL_NETWORK_FEE}
              testId="total"
            />
          </Detail>
        </DetailList>
        {(networkFee ?? USUAL_NETWORK_FEE) * 10n > order.amount ? (
          <p className="mt-3 text-sm text-muted" data-testid="tiny-amount">
            {messages.refusals.tiny}
          </p>
        ) : null}
        <div ref={payment} tabIndex={-1} className="mt-6">
          {before ? (
            <PaidAlready before={before} order={order} onAgain={() => repeat.accept(before)} />
          ) : (
            <WalletGate
              config={config}
              order={order}
              rejected={rejected}
              repeat={repeat}
              // A signature for what another tab has just paid is not sent.
              onSigned={(signed) => repeat.takes(signed) && onSigned(signed)}
              onNetworkFee={setNetworkFee}
            />
          )}
        </div>
        {networkFee === null ? <CheckoutQr /> : null}
      </Card>
      <HowItWorks />
    </Page>
  )
}

function Estimate({ exact, usual, testId }: { exact: bigint | null; usual: bigint; testId?: string }) {
  const t = useMessages().checkout
  if (exact !== null) return <Amount shannons={exact} testId={testId} />
  return (
    <span className="tabular-nums" data-testid={testId}>
      {t.about(displayCkb(usual))}
    </span>
  )
}
