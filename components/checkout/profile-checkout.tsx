"use client"

import { useSearchParams } from "next/navigation"
import { useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { AvatarMark } from "@/components/payment/avatar-mark"
import { PaymentSkeleton } from "@/components/payment/payment-skeleton"
import { Shortened } from "@/components/ui/shortened"
import type { ApiError } from "@/lib/client/http"
import { profilePath, readPaymentId } from "@/lib/client/paths"
import { useConfig, useProfileOf } from "@/lib/client/queries"
import { savePayment } from "@/lib/client/saved-payments"
import type { Config, Profile } from "@/lib/client/types"
import { useHydrated } from "@/lib/client/use-hydrated"
import { amountInAddress, typedCkb } from "@/lib/typed-amount"
import { AmountStep } from "./amount-step"
import { FollowPayment } from "./follow-payment"
import { OrderCheckout } from "./order-checkout"
import { Unreachable } from "./unreachable"

/**
 * A receiver's own page: who is paid, an amount, a message. `?amount` is what was chosen, `?payment` follows what was
 * signed. What is paid goes to the address that the page came with, whatever the name leads to later.
 */
export function ProfileCheckout({ profile }: { profile: Profile }) {
  const config = useConfig()
  const query = useSearchParams()
  const paymentId = readPaymentId(query)
  const isHydrated = useHydrated(paymentId === null)
  // So that every part of the checkout knows the name.
  useProfileOf(profile.address, profile)
  if (!config.data)
    return config.isError ? <Unreachable error={config.error} retry={config.refetch} /> : <PaymentSkeleton />
  // What was signed is kept in this browser, so no server can draw it.
  if (paymentId !== null && !isHydrated) return <PaymentSkeleton />
  const amount = amountInAddress(query.get("amount"))
  return <Steps profile={profile} config={config.data} paymentId={paymentId} amount={amount} />
}

interface StepsProps {
  profile: Profile
  config: Config
  paymentId: number | null
  amount: string
}

function Steps({ profile, config, paymentId, amount }: StepsProps) {
  const [message, setMessage] = useState("")
  /** why the last signature could not be used */
  const [rejected, setRejected] = useState<ApiError | null>(null)
  const chosen = typedCkb(amount)
  const replace = (to: Parameters<typeof profilePath>[1]) =>
    window.history.replaceState(null, "", profilePath(profile.name, to))
  const startAgain = (error: ApiError) => {
    setRejected(error)
    replace({ amount })
  }
  if (paymentId !== null)
    return <FollowPayment key={paymentId} id={paymentId} config={config} onRejected={startAgain} />
  if (chosen === undefined || chosen === 0n) {
    return (
      <AmountStep
        title={profile.display_name}
        head={<ProfileHead profile={profile} />}
        note={profile.message}
        to={profile.address}
        presets={profile.presets}
        initial={amount}
        message={message}
        onMessage={setMessage}
        onChoose={(amount) => window.history.pushState(null, "", profilePath(profile.name, { amount }))}
      />
    )
  }
  const order = { to: profile.address, amount: chosen, note: "", message, changePath: profilePath(profile.name) }
  return (
    <OrderCheckout
      config={config}
      order={order}
      rejected={rejected}
      onMessage={setMessage}
      onSigned={(payment) => {
        savePayment(payment)
        setRejected(null)
        replace({ amount, paymentId: payment.id })
      }}
    />
  )
}

function ProfileHead({ profile }: { profile: Profile }) {
  const { checkout: t, order } = useMessages()
  return (
    <header className="flex items-center gap-4">
      <AvatarMark address={profile.address} name={profile.display_name} />
      <div className="min-w-0">
        <p className="text-sm font-medium text-muted">{t.pay}</p>
        <h1 id="amount-title" className="text-2xl font-semibold wrap-anywhere" data-testid="profile-name">
          {profile.display_name}
        </h1>
        <p className="text-sm text-muted">
          <span translate="no">/u/{profile.name}</span>
          {" · "}
          <Shortened text={profile.address} label={order.payee} copyLabel={t.copyAddress} testId="payee" />
        </p>
      </div>
    </header>
  )
}
