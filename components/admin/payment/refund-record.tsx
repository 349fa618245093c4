"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { isInNoPayout, leftToRefund } from "@/components/payment/refundable"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import type { PaymentWithAccounts } from "@/lib/client/types"
import { Confirm } from "../confirm"
import { May } from "../may"

/** Gives back what is left of a payment, in the payee's place. */
export function RefundRecord({ payment }: { payment: PaymentWithAccounts }) {
  const t = useTexts(ADMIN).payment.refund
  if (!payment.accounts.some((share) => share.kind !== "fee" && isInNoPayout(share))) return null
  return (
    <May needs="approve" silent>
      <Confirm
        open={t.open}
        title={t.title(payment.id)}
        effect={t.effect(displayCkb(leftToRefund(payment)))}
        typed={String(payment.id)}
        submit={t.submit}
        act={(reason) => call("POST", "/api/payment/{id}/refund", { params: { id: payment.id }, body: { reason } })}
        testId="refund"
      />
    </May>
  )
}
