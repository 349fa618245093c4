"use client"

import { useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ExactTime } from "@/components/ui/exact-time"
import { Shortened } from "@/components/ui/shortened"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { useAwaiting } from "@/lib/client/operator-queries"
import type { AwaitingJson } from "@/lib/http/api/approval"
import { typedCkb } from "@/lib/typed-amount"
import { Confirm, ConfirmForm } from "./confirm"
import { May } from "./may"
import { Section } from "./section"
import { TakeBack } from "./take-back"
import { Whom } from "./whom"

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
              <May needs="approve" silent>
                <Confirm
                  open={t.approve}
                  title={t.approveTitle(displayCkb(amount))}
                  effect={t.approveEffect}
                  typed={displayCkb(amount)}
                  submit={t.approve}
                  act={(reason) => call("POST", "/api/payout/approval", { body: { receiver, amount, reason } })}
                  testId="approve"
                >
                  <Whom receiver={receiver} amount={amount} />
                </Confirm>
              </May>
            </span>
          </li>
        ))}
      </ul>
      {waiting && waiting.day_limit !== null ? (
        <div className="mt-4">
          <May needs="approve">
            <RaiseDayLimit />
          </May>
        </div>
      ) : null}
      {waiting && waiting.approvals.length > 0 ? <Given approvals={waiting.approvals} /> : null}
    </Section>
  )
}

function RaiseDayLimit() {
  const t = useTexts(ADMIN).approvals
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState("")
  const amount = typedCkb(text)
  return (
    <Dialog
      title={t.raise}
      description={t.raiseEffect}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button variant="secondary">{t.raise}</Button>}
    >
      <AmountField label={t.raiseBy} value={text} onText={setText} />
      {amount ? (
        <ConfirmForm
          typed={displayCkb(amount)}
          name={t.raise}
          submit={t.raise}
          onDone={() => setOpen(false)}
          act={(reason) => call("POST", "/api/payout/day-limit", { body: { amount: amount.toString(), reason } })}
        />
      ) : null}
    </Dialog>
  )
}

/** What was let pass and nothing has used: it ends by itself, and can be taken back before. */
function Given({ approvals }: { approvals: AwaitingJson["approvals"] }) {
  const t = useTexts(ADMIN).approvals
  return (
    <div className="mt-6">
      <h3 className="mb-3 text-sm font-semibold">{t.given}</h3>
      <ul className="space-y-3">
        {approvals.map(({ id, receiver, amount, expires_at }) => (
          <li
            key={id}
            data-testid="approval"
            className="flex flex-wrap items-center justify-between gap-4 rounded-xl border border-line bg-surface p-4"
          >
            <span>
              {receiver === null ? t.dayLimit : <Shortened text={receiver} label={t.receiver} />}
              <span className="block text-sm text-muted">
                {t.until} <ExactTime time={expires_at} />
              </span>
            </span>
            <span className="flex flex-wrap items-center gap-4">
              <Amount shannons={amount} className="font-semibold" />
              <TakeBack
                texts={t}
                act={(reason) =>
                  call("POST", "/api/payout/approval/{id}/withdraw", { params: { id }, body: { reason } })
                }
                testId="withdraw-approval"
              />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

type Texts = {
  alone: (amount: string) => string
  noLimits: string
  limits: (settlement: string, day: string, left: string) => string
  any: string
  limit: (settlement: string) => string
}

function limits(t: Texts, waiting: AwaitingJson): string {
  const { settlement_limit: settlement, day_limit: day, day_left: left } = waiting
  if (settlement === null && day === null) return t.noLimits
  const text = (amount: string | null) => (amount === null ? t.any : `${displayCkb(amount)} CKB`)
  const alone = waiting.alone_limit === null ? "" : ` ${t.alone(displayCkb(waiting.alone_limit))}`
  const given = day === null ? t.limit(text(settlement)) : t.limits(text(settlement), text(day), text(left))
  return given + alone
}
