"use client"

import { useSearchParams } from "next/navigation"
import { useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { CannotRead } from "@/components/payment/cannot-read"
import { checkWish, type WishProblems } from "@/components/payment/order"
import { OrderForm } from "@/components/payment/order-form"
import { PaymentSkeleton } from "@/components/payment/payment-skeleton"
import { Card } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { useTitle } from "@/components/ui/use-title"
import { shorten } from "@/lib/client/format"
import type { ApiError } from "@/lib/client/http"
import { type CheckoutWish, checkoutPath, readPaymentId, readWish } from "@/lib/client/paths"
import { useConfig, useProfileOf } from "@/lib/client/queries"
import { type SavedPayment, savePayment } from "@/lib/client/saved-payments"
import { useHydrated } from "@/lib/client/use-hydrated"
import { AmountStep } from "./amount-step"
import { FollowPayment } from "./follow-payment"
import { keepOpener, tellRejected, tellSigned } from "./opener"
import { OrderCheckout } from "./order-checkout"
import { Unreachable } from "./unreachable"

/**
 * The checkout, whole in its address: `?to&amount&note` says what to pay, `&payment` follows what was signed. A reload
 * or a second tab therefore shows the same state.
 */
export function Checkout() {
  const messages = useMessages()
  const query = useSearchParams()
  const config = useConfig()
  /** why the last signature could not be used */
  const [rejected, setRejected] = useState<ApiError | null>(null)
  const [message, setMessage] = useState("")
  const wish = readWish(query)
  const paymentId = readPaymentId(query)
  const isHydrated = useHydrated(paymentId === null)

  const address = (path: string) => keepOpener(path, query)

  function follow(payment: SavedPayment) {
    savePayment(payment)
    tellSigned(payment)
    setRejected(null)
    replaceAddress(address(checkoutPath(wish, payment.id)))
  }

  function startAgain(error: ApiError) {
    tellRejected()
    setRejected(error)
    replaceAddress(address(checkoutPath(wish)))
  }

  if (!config.data) {
    if (config.isError && paymentId !== null) return <CannotRead error={config.error} hasSigned />
    if (config.isError) return <Unreachable error={config.error} retry={config.refetch} />
    const known = checkWish(messages, wish, undefined)
    return <PaymentSkeleton order={paymentId === null && "order" in known ? known.order : undefined} />
  }
  if (paymentId !== null) {
    // What was signed is kept in this browser, so no server can draw it.
    if (!isHydrated) return <PaymentSkeleton />
    return <FollowPayment key={paymentId} id={paymentId} config={config.data} onRejected={startAgain} />
  }
  const checked = checkWish(messages, wish, config.data.network)
  const mayWrite = wish.note === ""
  if ("problems" in checked) {
    const { to, note } = checked.problems
    if (to !== undefined || note !== undefined) return <AskWhatToPay wish={wish} problems={checked.problems} />
    return <AskHowMuch wish={wish} address={address} message={message} onMessage={setMessage} />
  }
  return (
    <OrderCheckout
      config={config.data}
      order={{ ...checked.order, message: mayWrite ? message : "" }}
      rejected={rejected}
      onSigned={follow}
      onMessage={mayWrite ? setMessage : undefined}
    />
  )
}

/** Next.js keeps `useSearchParams` in step with the history API; the back button does not lead to a paid checkout. */
function replaceAddress(path: string): void {
  window.history.replaceState(null, "", path)
}

interface AskHowMuchProps {
  wish: CheckoutWish
  address: (path: string) => string
  message: string
  onMessage: (message: string) => void
}

/** Somebody's own link to be paid by: whom is settled, and named where they have a name. */
function AskHowMuch({ wish, address, message, onMessage }: AskHowMuchProps) {
  const { data } = useProfileOf(wish.to)
  return (
    <AmountStep
      title={data?.profile?.display_name ?? shorten(wish.to)}
      note={wish.note || (data?.profile?.message ?? null)}
      to={wish.to}
      presets={data?.profile?.presets ?? []}
      initial={wish.amount}
      message={message}
      onMessage={wish.note === "" ? onMessage : undefined}
      onChoose={(amount) => window.history.pushState(null, "", address(checkoutPath({ ...wish, amount })))}
    />
  )
}

function AskWhatToPay({ wish, problems }: { wish: CheckoutWish; problems: WishProblems }) {
  const { checkout, typed } = useMessages()
  const t = checkout.form
  useTitle(checkout.titles.form)
  const isEmpty = wish.to === "" && wish.amount === ""
  // An amount that a link leaves open is no mistake of the payer: the form simply asks for it.
  const shown = Object.fromEntries(
    Object.entries(problems).filter(([field]) => wish[field as keyof CheckoutWish] !== ""),
  ) as WishProblems
  const broken = (["to", "amount", "note"] as const).find((field) => shown[field] !== undefined)
  return (
    <Page narrow>
      <Card aria-labelledby="ask-title">
        <h1 id="ask-title" className="text-2xl font-semibold">
          {broken ? typed.link.titles[broken] : t.title}
        </h1>
        <p className="mt-1 mb-6 text-muted">{broken ? typed.link.text : t.text}</p>
        <OrderForm
          key={isEmpty ? "empty" : `${wish.to} ${wish.amount}`}
          initial={wish}
          initialProblems={shown}
          submitLabel={t.submit}
          onSubmit={(corrected) => window.history.pushState(null, "", checkoutPath(corrected))}
        />
      </Card>
    </Page>
  )
}
