"use client"

import { type FormEvent, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import type { CheckoutWish } from "@/lib/client/paths"
import { useConfig } from "@/lib/client/queries"
import { formatCkb } from "@/lib/money"
import { cleanAddress } from "@/lib/typed"
import { checkWish, MAX_NOTE, type WishProblems } from "./order"

interface CheckoutFormProps {
  initial?: CheckoutWish
  /** what is already known to be wrong with `initial` */
  initialProblems?: WishProblems
  submitLabel: string
  onSubmit: (wish: CheckoutWish) => void
}

/** Asks whom to pay, how much and what for. */
export function OrderForm({ initial, initialProblems, submitLabel, onSubmit }: CheckoutFormProps) {
  const messages = useMessages()
  const t = messages.checkout.form
  const { data: config } = useConfig()
  const [wish, setWish] = useState<CheckoutWish>(initial ?? { to: "", amount: "", note: "" })
  const [problems, setProblems] = useState<WishProblems>(initialProblems ?? {})

  function change(field: keyof CheckoutWish, value: string) {
    setWish({ ...wish, [field]: value })
    setProblems({ ...problems, [field]: undefined })
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const clean = { to: cleanAddress(wish.to), amount: wish.amount.trim(), note: wish.note.trim() }
    const checked = checkWish(messages, clean, config?.network)
    if ("order" in checked) return onSubmit({ ...clean, amount: formatCkb(checked.order.amount) })
    setProblems(checked.problems)
    const firstWrong = Object.keys(checked.problems)[0]
    const field = firstWrong ? event.currentTarget.elements.namedItem(firstWrong) : null
    if (field instanceof HTMLElement) field.focus()
  }

  return (
    <form onSubmit={submit} className="space-y-4" noValidate data-testid="checkout-form">
      <Field
        label={t.to}
        name="to"
        value={wish.to}
        onChange={(event) => change("to", event.target.value)}
        error={problems.to}
        placeholder={config?.network === "mainnet" ? "ckb1…" : "ckt1…"}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <AmountField
        label={t.amount}
        name="amount"
        value={wish.amount}
        onText={(text) => change("amount", text)}
        error={problems.amount}
        placeholder="2"
      />
      <Field
        label={t.note}
        name="note"
        value={wish.note}
        onChange={(event) => change("note", event.target.value)}
        error={problems.note}
        hint={t.noteHint}
        maxLength={MAX_NOTE}
        autoComplete="off"
      />
      <Button type="submit" wide className="mt-2">
        {submitLabel}
      </Button>
    </form>
  )
}
