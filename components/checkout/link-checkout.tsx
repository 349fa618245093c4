"use client"

import { useQueryClient } from "@tanstack/react-query"
import { useSearchParams } from "next/navigation"
import { useEffect, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { CannotRead } from "@/components/payment/cannot-read"
import { PaymentSkeleton } from "@/components/payment/payment-skeleton"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { useTitle } from "@/components/ui/use-title"
import { ApiError } from "@/lib/client/http"
import { linkPath, readPaymentId } from "@/lib/client/paths"
import { useConfig, useLink, usePayment } from "@/lib/client/queries"
import { readSavedPaymentOf, type SavedPayment, savePayment } from "@/lib/client/saved-payments"
import type { Config, PaymentLink } from "@/lib/client/types"
import { amountInAddress, typedCkb } from "@/lib/typed-amount"
import { AmountStep } from "./amount-step"
import { OrderCheckout } from "./order-checkout"
import { PaymentProgress } from "./payment-progress"
import { Unreachable } from "./unreachable"

/**
 * The checkout of a payment link. Its address says the rest: `?amount` where the link leaves it open, `?payment` once
 * it is signed. So a reload shows the same state; a second tab finds the payment that this browser has signed.
 */
export function LinkCheckout({ slug }: { slug: string }) {
  const query = useSearchParams()
  const config = useConfig()
  const link = useLink(slug)
  const failed = config.error ?? link.error
  const paymentId = readPaymentId(query)
  if (!config.data || !link.data) {
    if (failed instanceof ApiError && !failed.isTransient) return <NoSuchLink />
    if (failed && paymentId !== null) return <CannotRead error={failed} hasSigned />
    return failed ? (
      <Unreachable error={failed} retry={() => Promise.all([config.refetch(), link.refetch()])} />
    ) : (
      <PaymentSkeleton />
    )
  }
  const amount = amountInAddress(query.get("amount"))
  return <Steps config={config.data} link={link.data} paymentId={paymentId} amount={amount} />
}

interface StepsProps {
  config: Config
  link: PaymentLink
  paymentId: number | null
  /** what the address says, where the link leaves it open */
  amount: string
}

function Steps({ config, link, paymentId, amount }: StepsProps) {
  const queryClient = useQueryClient()
  const [earlier] = useState(() => readSavedPaymentOf(link.slug))
  /** why the last signature could not be used */
  const [rejected, setRejected] = useState<ApiError | null>(null)
  const [isNew, setIsNew] = useState(earlier === null)
  const chosen = link.amount === null ? typedCkb(amount) : BigInt(link.amount)

  function replaceAddress(payment?: number) {
    window.history.replaceState(null, "", linkPath(link, amount, payment))
  }

  function follow(payment: SavedPayment) {
    savePayment({ ...payment, link: link.slug })
    setRejected(null)
    replaceAddress(payment.id)
  }

  function startAgain(error: ApiError) {
    setRejected(error)
    setIsNew(true)
    replaceAddress()
    void queryClient.invalidateQueries({ queryKey: ["link", link.slug] })
  }

  if (paymentId !== null)
    return <PaymentProgress key={paymentId} id={paymentId} config={config} link={link} onRejected={startAgain} />
  if (!isNew && earlier) {
    return (
      <EarlierPayment
        earlier={earlier}
        isOnlyOne={link.one_time}
        onFollow={() => replaceAddress(earlier.id)}
        onNew={() => setIsNew(true)}
      />
    )
  }
  if (link.status !== "active") return <Unavailable link={link} />
  if (chosen === undefined || chosen === 0n) return <AmountStep link={link} initial={amount} />
  const order = { to: link.receiver, amount: chosen, note: link.note ?? "", link }
  return <OrderCheckout config={config} order={order} rejected={rejected} onSigned={follow} />
}

interface EarlierPaymentProps {
  earlier: SavedPayment
  isOnlyOne: boolean
  onFollow: () => void
  onNew: () => void
}

/**
 * This browser has signed a payment through this link before: nobody is asked for a second one while that may still go
 * through.
 */
function EarlierPayment({ earlier, isOnlyOne, onFollow, onNew }: EarlierPaymentProps) {
  const payment = usePayment(earlier.id, earlier.clientSecret)
  const status = payment.data?.status
  const isUnderWay = status === "submitted" || status === "committed" || earlier.signedTx !== null
  const isOver = status !== undefined && !isUnderWay && !(status === "confirmed" && isOnlyOne)
  const isUnknown = payment.error instanceof ApiError && !payment.error.isTransient
  useEffect(() => {
    if (isOver || isUnknown) onNew()
    else if (status !== undefined) onFollow()
  }, [isOver, isUnknown, status, onNew, onFollow])
  return <PaymentSkeleton />
}

function NoSuchLink() {
  const t = useMessages().checkout.link
  useTitle(t.unknown)
  return (
    <Page narrow>
      <Notice isPage tone="warn" title={t.unknown} testId="link-unknown">
        <p>{t.unknownText}</p>
      </Notice>
    </Page>
  )
}

/** A link that takes no more payments: whether money moved comes first. */
function Unavailable({ link }: { link: PaymentLink }) {
  const t = useMessages().checkout.link
  const titles = { used: t.used, closed: t.closed, expired: t.expired, active: t.closed }
  useTitle(titles[link.status])
  return (
    <Page narrow>
      <Notice isPage tone="warn" title={titles[link.status]} testId={`link-${link.status}`}>
        <p>{link.status === "used" ? t.usedText : t.noMoney}</p>
        <p>{t.askAgain(link.title)}</p>
      </Notice>
    </Page>
  )
}
