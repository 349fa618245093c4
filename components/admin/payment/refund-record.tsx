"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import type { PaymentWithAccounts } from "@/lib/client/types"
import { Confirm } from "../confirm"
import { May } from "../may"

/** Gives back what is left of a payment, in the payee's place. */
export function RefundRecord({ payment }: { payment: PaymentWithAccounts }) {
  const t = useTexts(ADMIN).payment.refund
  const isFree = payment.accounts.some(({ kind, parts }) => kind !== "fee" && parts.some(isAvailable))
  if (!isFree) return null
  const amount = BigInt(payment.amount) - BigInt(payment.platform_fee) - BigInt(payment.refunded)
  return (
    <May needs="approve" silent>
      <Confirm
        open={t.open}
        title={t.title(payment.id)}
        effect={t.effect(displayCkb(amount))}
        typed={String(payment.id)}
        submit={t.submit}
        act={(reason) => call("POST", "/api/payment/{id}/refund", { params: { id: payment.id }, body: { reason } })}
        testId="refund"
      />
    </May>
  )
}

function isAvailable({ status }: { status: string }): boolean {
  return status === "available"
}
