"use client"

import { type ComponentProps, useId } from "react"
import { useMessages } from "@/components/messages/provider"
import { displayCkb } from "@/lib/client/format"
import { parseCkb, type Shannons } from "@/lib/money"
import { readTypedCkb, writtenCkb } from "@/lib/typed-amount"
import { Button } from "./button"
import { Field } from "./field"

interface AmountFieldProps extends Omit<ComponentProps<typeof Field>, "onChange" | "value"> {
  value: string
  onText: (text: string) => void
}

/**
 * A field for an amount in CKB, as people type them. It shows back what it has understood; of an amount with two
 * readings it asks which one is meant, and writes that one.
 */
export function AmountField({ error, value, onText, hint, id, className, ...rest }: AmountFieldProps) {
  const t = useMessages().typed.amount
  const own = useId()
  const inputId = id ?? own
  const read = readTypedCkb(value)
  const choose = (amount: Shannons) => {
    onText(writtenCkb(amount))
    document.getElementById(inputId)?.focus()
  }
  return (
    <div className={className}>
      <Field
        suffix="CKB"
        inputMode="decimal"
        autoComplete="off"
        {...rest}
        id={inputId}
        value={value}
        onChange={(event) => onText(event.target.value)}
        error={read.is === "question" ? t.question : error}
        hint={hint}
      />
      {read.is === "question" ? (
        <fieldset aria-label={t.question} className="mt-2 flex flex-wrap gap-2" data-testid="which-amount">
          {read.readings.map((amount) => (
            <Button key={String(amount)} variant="secondary" onClick={() => choose(amount)}>
              {t.choose(writtenCkb(amount))}
            </Button>
          ))}
        </fieldset>
      ) : null}
      <p aria-live="polite" className="mt-1 text-sm text-muted tabular-nums empty:hidden" data-testid="understood">
        {read.is === "amount" && !isPlain(value) ? t.understood(displayCkb(read.amount)) : null}
      </p>
    </div>
  )
}

/** As the pages write it, and so short that nobody counts its zeros. */
function isPlain(text: string): boolean {
  return parseCkb(text) !== undefined && /^\d{1,4}(\.|$)/.test(text)
}
