"use client"

import Link from "next/link"
import { useState, useSyncExternalStore } from "react"
import { useMessages } from "@/components/messages/provider"
import { CannotRead } from "@/components/payment/cannot-read"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { WalletSignIn } from "@/components/wallet/wallet-sign-in"
import { checkoutPath, linkPath, readShareKey } from "@/lib/client/paths"
import { useConfig, usePayment } from "@/lib/client/queries"
import { readSavedPayment } from "@/lib/client/saved-payments"
import type { Config, Payment } from "@/lib/client/types"
import { useHydrated } from "@/lib/client/use-hydrated"
import { formatCkb } from "@/lib/money"
import { Receipt } from "./receipt"
import { ReceiptSkeleton } from "./receipt-skeleton"

interface ReceiptOfProps {
  id: number
  /** shannons, where everybody may know: then it is there before any script */
  amount?: string
}

/**
 * The receipt of a payment, for whoever may read it: the browser that paid, a party that is signed in, the operator.
 */
export function ReceiptOf({ id, amount }: ReceiptOfProps) {
  const config = useConfig()
  const coming = <ReceiptSkeleton id={id} amount={amount} />
  // What was signed is kept in this browser, so no server can draw it.
  if (!useHydrated()) return coming
  if (config.data) return <Read id={id} config={config.data} coming={coming} />
  return config.isError ? <CannotRead error={config.error} hasSigned /> : coming
}

/** Not `useSearchParams`: what follows the `#` is the browser's alone. */
function useShareKey(): string | null {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener("hashchange", changed)
      return () => window.removeEventListener("hashchange", changed)
    },
    () => readShareKey(window.location.hash),
    () => null,
  )
}

function Read({ id, config, coming }: { id: number; config: Config; coming: React.ReactNode }) {
  const [saved] = useState(() => readSavedPayment(id))
  const shareKey = useShareKey()
  const clientSecret = saved?.clientSecret ?? null
  const payment = usePayment(id, clientSecret, { shareKey, untilPaidOut: true })
  if (!payment.data)
    return payment.isError ? (
      <CannotRead
        error={payment.error}
        hasSigned={saved !== null}
        saved={saved}
        action={<WalletSignIn config={config} />}
      />
    ) : (
      coming
    )
  if (payment.data.status !== "confirmed") return <NotYet payment={payment.data} />
  return <Receipt payment={payment.data} config={config} clientSecret={clientSecret} shareKey={shareKey} />
}

/** Only what is final gets a receipt; it follows by itself. The payment's own page says how far it is. */
function NotYet({ payment }: { payment: Payment }) {
  const t = useMessages().checkout.receipt
  const { id, link, receiver: to, info } = payment
  const amount = formatCkb(BigInt(payment.amount))
  const path = link
    ? linkPath({ slug: link.slug, amount: null }, { amount, paymentId: id })
    : checkoutPath({ to, amount, note: info ?? "" }, id)
  return (
    <Page narrow>
      <Notice
        isPage
        title={t.notYet}
        testId="no-receipt"
        action={
          <Button asChild variant="secondary">
            <Link href={path}>{t.toPayment}</Link>
          </Button>
        }
      >
        <p>{t.notYetText}</p>
      </Notice>
    </Page>
  )
}
