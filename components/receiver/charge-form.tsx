"use client"

import { useMutation } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { amountProblem } from "@/components/messages/typed-problems"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { call } from "@/lib/client/call"
import { allowSound } from "@/lib/client/chime"
import { typedCkb } from "@/lib/typed-amount"

/** Who has walked away does not pay the code an hour later. */
const GOOD_FOR_MS = 10 * 60_000

/** What the customer owes. Makes a code for one payment of exactly that. */
export function ChargeForm({ address, onMade }: { address: string; onMade: (slug: string) => void }) {
  const messages = useMessages()
  const t = useTexts(RECEIVE).counter
  const [text, setText] = useState("")
  const [what, setWhat] = useState("")
  const [error, setError] = useState<string | null>(null)
  const make = useMutation({
    mutationFn: async (amount: bigint) => {
      // The end of the code is said by the server's clock: a cash register's is often wrong.
      const { clockOffset } = await call("GET", "/api/session")
      const body = {
        receiver: address,
        amount: amount.toString(),
        title: what.trim() || t.whatDefault,
        one_time: true,
        at_counter: true,
        expires_at: new Date(Date.now() + clockOffset + GOOD_FOR_MS).toISOString(),
      }
      return (await call("POST", "/api/link", { body })).data
    },
    onSuccess: ({ slug }) => {
      setText("")
      setWhat("")
      onMade(slug)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const problem = amountProblem(messages, text)
    setError(problem)
    const amount = typedCkb(text)
    if (problem || amount === undefined) return
    allowSound()
    make.mutate(amount)
  }
  return (
    <form onSubmit={submit} className="space-y-6" noValidate data-testid="charge-form">
      <AmountField
        label={t.amount}
        value={text}
        onText={(typed) => {
          setText(typed)
          setError(null)
        }}
        error={error}
        data-testid="charge-amount"
      />
      <Field
        label={t.what}
        maxLength={80}
        autoComplete="off"
        value={what}
        onChange={({ target }) => setWhat(target.value)}
        data-testid="charge-what"
      />
      {make.isError ? <ProblemNotice error={make.error} /> : null}
      <Button type="submit" wide busy={make.isPending} data-testid="charge-show">
        {t.show}
      </Button>
    </form>
  )
}
