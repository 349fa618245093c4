"use client"

import { useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Shortened } from "@/components/ui/shortened"
import { displayCkb } from "@/lib/client/format"
import { request } from "@/lib/client/http"
import { useAwaiting } from "@/lib/client/operator-queries"
import type { AwaitingJson } from "@/lib/http/operator-replies"
import { formatCkb } from "@/lib/money"
import { typedCkb } from "@/lib/typed"
import { Confirm, ConfirmForm } from "./confirm"
import { Section } from "./section"

/** Payouts above the limits wait for the operator's word. */
export function ApprovalsSection() {
  const t = useTexts(ADMIN).approvals
  const query = useAwaiting()
  const waiting = query.data
  return (
    <Section id="approvals" title={t.title} query={query} description={waiting ? limits(t, waiting) : undefined}>
      {waiting && waiting.receivers.length === 0 ? <p className="text-muted">{t.nobody}</p> : null}
      <ul className="space-y-3">
        {waiting?.receivers.map(({ receiver, amount }) => (
          <li
            key={receiver}
            data-testid="awaiting"
            className="flex flex-wrap items-center justify-between gap-4 rounded-xl border border-line bg-surface p-4"
          >
            <Shortened text={receiver} label={t.receiver} />
            <span className="flex flex-wrap items-center gap-4">
              <Amount shannons={amount} className="font-semibold" />
              <Confirm
                open={t.approve}
                title={t.approveTitle(displayCkb(amount))}
                effect={t.approveEffect}
                typed={formatCkb(BigInt(amount))}
                submit={t.approve}
                act={(reason) =>
                  request("/api/payout/approval", { method: "POST", body: { receiver, amount, reason } })
                }
                testId="approve"
              />
            </span>
          </li>
        ))}
      </ul>
      {waiting && waiting.day_limit !== null ? <RaiseDayLimit /> : null}
    </Section>
  )
}

function RaiseDayLimit() {
  const t = useTexts(ADMIN).approvals
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState("")
  const amount = typedCkb(text)
  return (
    <div className="mt-4">
      <Dialog
        title={t.raise}
        description={t.raiseEffect}
        open={isOpen}
        onOpenChange={setOpen}
        trigger={<Button variant="secondary">{t.raise}</Button>}
      >
        <AmountField label={t.raiseBy} value={text} onChange={(event) => setText(event.target.value)} />
        {amount ? (
          <ConfirmForm
            typed={text.trim()}
            submit={t.raise}
            onDone={() => setOpen(false)}
            act={(reason) =>
              request("/api/payout/day-limit", { method: "POST", body: { amount: amount.toString(), reason } })
            }
          />
        ) : null}
      </Dialog>
    </div>
  )
}

type Texts = { noLimits: string; limits: (settlement: string, day: string, left: string) => string; any: string }

function limits(t: Texts, waiting: AwaitingJson): string {
  const { settlement_limit: settlement, day_limit: day, day_left: left } = waiting
  if (settlement === null && day === null) return t.noLimits
  const text = (amount: string | null) => (amount === null ? t.any : `${displayCkb(amount)} CKB`)
  return t.limits(text(settlement), text(day), text(left))
}
