"use client"

import { type FormEvent, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { amountProblem } from "@/components/messages/typed-problems"
import { MessageField } from "@/components/payment/message-field"
import { OrderName } from "@/components/payment/order-name"
import { Payee } from "@/components/payment/payee"
import { Amount } from "@/components/ui/amount"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { PausedNotice } from "@/components/ui/paused-notice"
import { useTitle } from "@/components/ui/use-title"
import { formatCkb } from "@/lib/money"
import { typedCkb } from "@/lib/typed-amount"
import { CancelLink } from "./cancel-link"
import { HowItWorks } from "./how-it-works"

interface AmountStepProps {
  /** whom or what for: the heading, where there is none of its own */
  title: string
  /** in place of the heading */
  head?: React.ReactNode
  note: string | null
  reference?: string
  /** the payee's address */
  to: string
  /** shannons */
  presets: string[]
  /** where the payer goes who does not want to pay, if the link says so */
  cancelUrl?: string | null
  /** what the address says, good or not */
  initial: string
  message: string
  /** absent where the payer's words stand in the address already */
  onMessage?: (message: string) => void
  /** CKB, as the address of the next step has it */
  onChoose: (amount: string) => void
}

/**
 * The first step where the amount is the payer's to choose: who is paid, what for, then one of the presets or any other
 * amount. The back button leads here again.
 */
export function AmountStep(props: AmountStepProps) {
  const { title, head, note, reference, to, presets, cancelUrl, initial, message, onMessage, onChoose } = props
  const messages = useMessages()
  const t = messages.checkout
  const [text, setText] = useState(initial)
  const [problem, setProblem] = useState(initial === "" ? null : amountProblem(messages, initial))
  useTitle(t.link.payTitle(title))

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const amount = typedCkb(text)
    const wrong = amountProblem(messages, text.trim())
    setProblem(wrong)
    if (wrong === null && amount !== undefined) return onChoose(formatCkb(amount))
    const field = event.currentTarget.elements.namedItem("amount")
    if (field instanceof HTMLElement) field.focus()
  }

  return (
    <Page narrow>
      <Card aria-labelledby="amount-title">
        {head ?? (
          <>
            <p className="text-sm font-medium text-muted">{t.pay}</p>
            <h1 id="amount-title" className="mt-1 text-2xl font-semibold wrap-anywhere" data-testid="link-title">
              {title}
            </h1>
          </>
        )}
        <div className="mt-2 space-y-2">
          {head ? null : <Payee address={to} />}
          {reference ? <OrderName reference={reference} /> : null}
          {note ? (
            <p className="whitespace-pre-wrap text-muted wrap-anywhere" data-testid="note">
              {note}
            </p>
          ) : null}
        </div>
        {presets.length > 0 ? (
          <fieldset className="mt-6">
            <legend className="mb-2 text-sm font-medium">{t.link.chooseAmount}</legend>
            <div className="grid grid-cols-2 gap-2">
              {presets.map((preset) => (
                <Button
                  key={preset}
                  variant="secondary"
                  className="min-h-14 text-lg"
                  onClick={() => onChoose(formatCkb(BigInt(preset)))}
                  data-testid="preset"
                >
                  <Amount shannons={preset} />
                </Button>
              ))}
            </div>
          </fieldset>
        ) : null}
        <div className="mt-4 empty:hidden">
          <PausedNotice what="payments" />
        </div>
        <form onSubmit={submit} noValidate className="mt-6 space-y-4" data-testid="amount-form">
          <AmountField
            label={presets.length > 0 ? t.link.otherAmount : t.amount}
            name="amount"
            value={text}
            onText={setText}
            error={problem}
          />
          {onMessage ? <MessageField value={message} onChange={onMessage} /> : null}
          <Button type="submit" wide>
            {t.form.submit}
          </Button>
        </form>
      </Card>
      <CancelLink url={cancelUrl ?? null} />
      <HowItWorks />
    </Page>
  )
}
