"use client"

import Link from "next/link"
import { useMemo, useSyncExternalStore } from "react"
import { useMessages } from "@/components/messages/provider"
import { CannotRead } from "@/components/payment/cannot-read"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { WalletSignIn } from "@/components/wallet/wallet-sign-in"
import { checkoutPath, linkPath, readShareKey } from "@/lib/client/paths"
import { isRefusal, useConfig, usePayment } from "@/lib/client/queries"
import { readSavedPayment } from "@/lib/client/saved-payments"
import type { Config, Payment } from "@/lib/client/types"
import { useHydrated } from "@/lib/client/use-hydrated"
import { formatCkb } from "@/lib/money"
import { Receipt } from "./receipt"
import { ReceiptSkeleton } from "./receipt-skeleton"

/**
 * The receipt of a payment, for whoever may read it: the browser that paid, a party that is signed in, the operator.
 */
export function ReceiptOf({ id }: { id: number }) {
  const config = useConfig()
  if (config.data) return <Read id={id} config={config.data} />
  return config.isError ? <CannotRead error={config.error} hasSigned /> : <ReceiptSkeleton id={id} />
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

function Read({ id, config }: { id: number; config: Config }) {
  // What was signed is kept in this browser, where no server sees it.
  const isHydrated = useHydrated()
  const saved = useMemo(() => (isHydrated ? readSavedPayment(id) : null), [isHydrated, id])
  const shareKey = useShareKey()
  const clientSecret = saved?.clientSecret ?? null
  const payment = usePayment(id, clientSecret, { shareKey, untilPaidOut: true, isReady: isHydrated })
  // What this browser brings may not fit what the server has drawn.
  if (!payment.data || isRefusal(payment.error))
    return payment.isError ? (
      <CannotRead
        error={payment.error}
        hasSigned={saved !== null}
        saved={saved}
        action={<WalletSignIn config={config} />}
      />
    ) : (
      <ReceiptSkeleton id={id} />
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
