"use client"

import dynamic from "next/dynamic"
import { useEffect } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { Skeleton } from "@/components/ui/skeleton"
import { chime } from "@/lib/client/chime"
import type { PaymentWithAccounts } from "@/lib/client/types"

/** All words in all languages: few payers stand at a counter. */
const TwoWords = dynamic(() => import("@/components/payment/two-words"), {
  ssr: false,
  loading: () => <Skeleton className="h-44 w-full rounded-2xl" />,
})

interface PayersWordsProps {
  payment: PaymentWithAccounts
  /** it is paid while the page is open, and not looked at later */
  isFresh: boolean
}

/** What a payer shows at a counter: that it is this phone which has paid. */
export function PayersWords({ payment, isFresh }: PayersWordsProps) {
  const t = useTexts(RECEIVE).words
  const isFinal = payment.status === "confirmed"
  useEffect(() => {
    if (isFresh) chime(isFinal ? "received" : "coming")
  }, [isFresh, isFinal])
  return (
    <section aria-labelledby="two-words-title" className="mb-6 space-y-3">
      <h2 id="two-words-title" className="text-center font-semibold">
        {t.show}
      </h2>
      <TwoWords payment={payment} />
      <p className="text-center text-sm text-muted">{t.showText}</p>
    </section>
  )
}
