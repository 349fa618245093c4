"use client"

import { type FormEvent, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { amountProblem } from "@/components/messages/typed-problems"
import { Amount } from "@/components/ui/amount"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { PausedNotice } from "@/components/ui/paused-notice"
import { useTitle } from "@/components/ui/use-title"
import { linkPath } from "@/lib/client/paths"
import type { PaymentLink } from "@/lib/client/types"
import { formatCkb } from "@/lib/money"
import { typedCkb } from "@/lib/typed-amount"
import { HowItWorks } from "./how-it-works"

/** A link that leaves the amount to the payer: one of its presets, or any other. The back button leads here again. */
export function AmountStep({ link, initial }: { link: PaymentLink; initial: string }) {
  const messages = useMessages()
  const t = messages.checkout
  const [text, setText] = useState(initial)
  const [problem, setProblem] = useState(initial === "" ? null : amountProblem(messages, initial))
  useTitle(t.link.payTitle(link.title))
  const choose = (amount: string) => window.history.pushState(null, "", linkPath(link, amount))

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const amount = typedCkb(text)
    const wrong = amountProblem(messages, text.trim())
    setProblem(wrong)
    if (wrong === null && amount !== undefined) return choose(formatCkb(amount))
    const field = event.currentTarget.elements.namedItem("amount")
    if (field instanceof HTMLElement) field.focus()
  }

  return (
    <Page narrow>
      <Card aria-labelledby="amount-title">
        <p className="text-sm font-medium text-muted">{t.pay}</p>
        <h1 id="amount-title" className="mt-1 text-2xl font-semibold wrap-anywhere" data-testid="link-title">
          {link.title}
        </h1>
        {link.note ? <p className="mt-2 whitespace-pre-wrap text-muted wrap-anywhere">{link.note}</p> : null}
        {link.presets.length > 0 ? (
          <fieldset className="mt-6">
            <legend className="mb-2 text-sm font-medium">{t.link.chooseAmount}</legend>
            <div className="grid grid-cols-2 gap-2">
              {link.presets.map((preset) => (
                <Button
                  key={preset}
                  variant="secondary"
                  className="min-h-14 text-lg"
                  onClick={() => choose(formatCkb(BigInt(preset)))}
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
            label={link.presets.length > 0 ? t.link.otherAmount : t.amount}
            name="amount"
            value={text}
            onText={setText}
            error={problem}
          />
          <Button type="submit" wide>
            {t.form.submit}
          </Button>
        </form>
      </Card>
      <HowItWorks />
    </Page>
  )
}
