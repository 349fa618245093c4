"use client"

import { useQueryClient } from "@tanstack/react-query"
import Link from "next/link"
import { useSearchParams } from "next/navigation"
import { useEffect, useMemo, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { CannotRead } from "@/components/payment/cannot-read"
import { PaymentSkeleton } from "@/components/payment/payment-skeleton"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { useTitle } from "@/components/ui/use-title"
import { shorten } from "@/lib/client/format"
import { ApiError } from "@/lib/client/http"
import { checkoutPath, linkPath, readPaymentId, readReference } from "@/lib/client/paths"
import { useConfig, useLink, usePayment } from "@/lib/client/queries"
import { readSavedPaymentOf, type SavedPayment, savePayment } from "@/lib/client/saved-payments"
import type { Config, PaymentLink } from "@/lib/client/types"
import { useHydrated } from "@/lib/client/use-hydrated"
import { amountInAddress, typedCkb } from "@/lib/typed-amount"
import { AmountStep } from "./amount-step"
import { FollowPayment } from "./follow-payment"
import { keepOpener, tellRejected, tellSigned } from "./opener"
import { OrderCheckout } from "./order-checkout"
import { Unreachable } from "./unreachable"

/**
 * The checkout of a payment link. Its address says the rest: `?ref` names the order, `?amount` is there where the link
 * leaves it open, `?payment` once it is signed. So a reload shows the same state; a second tab finds the payment that
 * this browser has signed.
 *
 * @param first the link, as the server knew it when it drew the page
 */
export function LinkCheckout({ slug, first }: { slug: string; first?: PaymentLink }) {
  const query = useSearchParams()
  const config = useConfig()
  const link = useLink(slug, first)
  const failed = config.error ?? link.error
  const paymentId = readPaymentId(query)
  if (!config.data || !link.data) {
    if (failed instanceof ApiError && !failed.isTransient) return <NoSuchLink />
    if (failed && paymentId !== null) return <CannotRead error={failed} hasSigned />
    if (failed) return <Unreachable error={failed} retry={() => Promise.all([config.refetch(), link.refetch()])} />
    return <PaymentSkeleton />
  }
  const amount = amountInAddress(query.get("amount"))
  const reference = link.data.reference ?? readReference(query)
  return <Steps config={config.data} link={link.data} paymentId={paymentId} amount={amount} reference={reference} />
}

interface StepsProps {
  config: Config
  link: PaymentLink
  paymentId: number | null
  /** what the address says, where the link leaves it open */
  amount: string
  reference: string
}

function Steps(props: StepsProps) {
  const { reference } = props
  const { slug } = props.link
  // What was signed is kept in this browser, so the server draws what somebody sees who has signed nothing here. For
  // most that is right, and what they see stays: it is looked up once, not after each signature.
  const isFirst = typeof window !== "undefined" && readSavedPaymentOf(slug, reference) === null
  const isHydrated = useHydrated(isFirst && props.paymentId === null)
  const earlier = useMemo(
    () => (isHydrated ? readSavedPaymentOf(slug, reference) : null),
    [isHydrated, slug, reference],
  )
  if (!isHydrated && props.paymentId !== null) return <PaymentSkeleton />
  return <OwnSteps key={earlier ? "own" : "first"} {...props} earlier={earlier} />
}

function OwnSteps({
  config,
  link,
  paymentId,
  amount,
  reference,
  ...props
}: StepsProps & { earlier: SavedPayment | null }) {
  const queryClient = useQueryClient()
  const [earlier] = useState(props.earlier)
  /** why the last signature could not be used */
  const [rejected, setRejected] = useState<ApiError | null>(null)
  const [isNew, setIsNew] = useState(earlier === null)
  const [message, setMessage] = useState("")
  const chosen = link.amount === null ? typedCkb(amount) : BigInt(link.amount)
  const query = useSearchParams()
  const path = (to: { amount?: string; paymentId?: number }) =>
    keepOpener(linkPath(link, { ...to, ...(reference ? { reference } : {}) }), query)

  function follow(payment: SavedPayment) {
    savePayment({ ...payment, link: link.slug, ...(reference ? { reference } : {}) })
    tellSigned(payment, link)
    setRejected(null)
    replaceAddress(path({ amount, paymentId: payment.id }))
  }

  function startAgain(error: ApiError) {
    tellRejected()
    setRejected(error)
    setIsNew(true)
    replaceAddress(path({ amount }))
    void queryClient.invalidateQueries({ queryKey: ["link", link.slug] })
  }

  if (paymentId !== null)
    return <FollowPayment key={paymentId} id={paymentId} config={config} link={link} onRejected={startAgain} />
  if (!isNew && earlier) {
    return (
      <EarlierPayment
        earlier={earlier}
        isOnlyOne={link.one_time}
        onFollow={() => replaceAddress(path({ amount, paymentId: earlier.id }))}
        onNew={() => setIsNew(true)}
      />
    )
  }
  if (link.status !== "active") return <Unavailable link={link} />
  if (chosen === undefined || chosen === 0n) {
    return (
      <AmountStep
        title={link.title}
        note={link.note}
        to={link.receiver}
        presets={link.presets}
        cancelUrl={link.cancel_url}
        reference={reference}
        initial={amount}
        message={message}
        onMessage={setMessage}
        onChoose={(amount) => window.history.pushState(null, "", path({ amount }))}
      />
    )
  }
  const changePath = link.amount === null ? path({}) : undefined
  const order = { to: link.receiver, amount: chosen, note: link.note ?? "", link, reference, message, changePath }
  return <OrderCheckout config={config} order={order} rejected={rejected} onSigned={follow} onMessage={setMessage} />
}

/** Next.js keeps `useSearchParams` in step with the history API; the back button does not lead to a paid checkout. */
function replaceAddress(path: string): void {
  window.history.replaceState(null, "", path)
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

/** There is no such link: what that means for money, and a way on. */
export function NoSuchLink() {
  const t = useMessages().checkout.link
  useTitle(t.unknown)
  return (
    <Page narrow>
      <Notice isPage tone="warn" title={t.unknown} testId="link-unknown" action={<Home />}>
        <p>{t.unknownText}</p>
      </Notice>
    </Page>
  )
}

/** A link that takes no more payments: whether money moved comes first. */
function Unavailable({ link }: { link: PaymentLink }) {
  const { checkout, order } = useMessages()
  const t = checkout.link
  const titles = { used: t.used, closed: t.closed, expired: t.expired, active: t.closed }
  useTitle(titles[link.status])
  const direct = checkoutPath({ to: link.receiver, amount: "", note: "" })
  return (
    <Page narrow>
      <p className="mb-4 text-lg font-semibold wrap-anywhere" data-testid="link-title">
        {link.title}
      </p>
      <Notice
        isPage
        tone="warn"
        title={titles[link.status]}
        testId={`link-${link.status}`}
        action={
          <>
            {link.status === "used" ? null : (
              <Button asChild variant="secondary">
                <Link href={direct}>{order.payAnyway(shorten(link.receiver))}</Link>
              </Button>
            )}
            <Home />
          </>
        }
      >
        <p>{link.status === "used" ? t.usedText : t.noMoney}</p>
        <p>{t.askAgain(link.title)}</p>
      </Notice>
    </Page>
  )
}

function Home() {
  return (
    <Button asChild variant="secondary">
      <Link href="/">{useMessages().order.home}</Link>
    </Button>
  )
}
