"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Undo2 } from "lucide-react"
import Link from "next/link"
import { type FormEvent, useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { amountProblem } from "@/components/messages/typed-problems"
import { leftToRefund } from "@/components/payment/refundable"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { ApiError } from "@/lib/client/http"
import { useConfig } from "@/lib/client/queries"
import { useWalletSession } from "@/lib/client/receiver-queries"
import type { PaymentWithAccounts } from "@/lib/client/types"
import { typedCkb, writtenCkb } from "@/lib/typed-amount"
import { SignIn } from "./sign-in"

/** Gives a final payment back to its payer, or a part of it. Its payee does, signed in. */
export function RefundPayment({ payment }: { payment: PaymentWithAccounts }) {
  const t = useTexts(RECEIVER).refund
  const [isOpen, setIsOpen] = useState(false)
  const [refunded, setRefunded] = useState<bigint | null>(null)
  const config = useConfig()
  const session = useWalletSession()
  const isOwner = session.data?.address === payment.receiver
  const done = (amount: bigint) => {
    setRefunded(amount)
    setIsOpen(false)
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Dialog
        title={t.title(payment.id)}
        description={isOwner ? t.text : t.signIn}
        open={isOpen}
        onOpenChange={setIsOpen}
        trigger={
          <Button variant="secondary" data-testid="refund">
            <Undo2 aria-hidden className="size-5" />
            {t.open}
          </Button>
        }
        testId="refund-dialog"
      >
        {isOwner ? <RefundForm payment={payment} onDone={done} /> : null}
        {!isOwner && config.data ? <SignIn address={payment.receiver} config={config.data} /> : null}
      </Dialog>
      <p role="status" className="text-sm text-muted" data-testid="refunded">
        {refunded === null ? "" : t.done(displayCkb(refunded))}
      </p>
    </div>
  )
}

function RefundForm({ payment, onDone }: { payment: PaymentWithAccounts; onDone: (amount: bigint) => void }) {
  const t = useTexts(RECEIVER).refund
  const messages = useMessages()
  const queries = useQueryClient()
  const most = leftToRefund(payment)
  const [text, setText] = useState(writtenCkb(most))
  const [reason, setReason] = useState("")
  const [isAsked, setIsAsked] = useState(false)
  const amount = typedCkb(text)
  const wrong = amountProblem(messages, text, { most })
  const refund = useMutation({
    mutationFn: (amount: bigint) => {
      const body = { amount: amount.toString(), ...(reason.trim() && { reason: reason.trim() }) }
      return call("POST", "/api/payment/{id}/refund", { params: { id: payment.id }, body })
    },
    onSuccess: async (_, amount) => {
      onDone(amount)
      await queries.invalidateQueries()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setIsAsked(true)
    if (wrong === null && amount !== undefined && !refund.isPending) refund.mutate(amount)
  }
  return (
    <form className="space-y-4" onSubmit={submit} noValidate>
      <AmountField
        label={t.amount}
        hint={t.hint(displayCkb(most))}
        value={text}
        onText={setText}
        error={isAsked ? wrong : null}
        data-testid="refund-amount"
      />
      <Field
        label={t.reason}
        hint={t.reasonHint}
        maxLength={500}
        autoComplete="off"
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        data-testid="refund-reason"
      />
      {refund.isError ? <ProblemNotice error={refund.error} action={<PayBack error={refund.error} />} /> : null}
      <Button type="submit" wide busy={refund.isPending} data-testid="refund-submit">
        {t.submit(amount === undefined ? "…" : displayCkb(amount))}
      </Button>
    </form>
  )
}

/** The checkout that pays the payer, where the server has named it: what was paid out comes back by a payment. */
function PayBack({ error }: { error: unknown }) {
  const t = useTexts(RECEIVER).refund
  const path = error instanceof ApiError ? error.problem.pay_back : undefined
  if (typeof path !== "string" || !path.startsWith("/pay?")) return null
  return (
    <Link href={path} className="text-accent-ink underline" data-testid="pay-back">
      {t.payBack}
    </Link>
  )
}
