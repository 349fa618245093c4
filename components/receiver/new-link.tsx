"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { amountProblem } from "@/components/messages/typed-problems"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { call } from "@/lib/client/call"
import { typedCkb } from "@/lib/typed-amount"

/** A link for a fixed amount, or one that the payer chooses; more than that the API can. */
export function NewLink({ address, onDone }: { address: string; onDone: () => void }) {
  const t = useTexts(RECEIVER).links.create
  const messages = useMessages()
  const queries = useQueryClient()
  const [title, setTitle] = useState("")
  const [text, setText] = useState("")
  const [note, setNote] = useState("")
  const [isOnce, setIsOnce] = useState(false)
  const amount = text.trim() === "" ? null : typedCkb(text)
  const isAmount = amount === null || (amount !== undefined && amount > 0n)
  const isReady = title.trim() !== "" && isAmount
  const create = useMutation({
    mutationFn: () => {
      const body = {
        receiver: address,
        title: title.trim(),
        one_time: isOnce,
        ...(amount ? { amount: amount.toString() } : {}),
        ...(note.trim() === "" ? {} : { note: note.trim() }),
      }
      return call("POST", "/api/link", { body })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["links", address] })
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) create.mutate()
  }
  return (
    <form className="space-y-4" onSubmit={submit} noValidate>
      <Field
        label={t.name}
        hint={t.nameHint}
        maxLength={80}
        value={title}
        onChange={({ target }) => setTitle(target.value)}
        data-testid="link-title"
      />
      <AmountField
        label={t.amount}
        hint={t.amountHint}
        value={text}
        onText={setText}
        error={isAmount ? null : amountProblem(messages, text)}
        data-testid="link-amount"
      />
      <Field
        label={t.note}
        maxLength={500}
        value={note}
        onChange={({ target }) => setNote(target.value)}
        data-testid="link-note"
      />
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          checked={isOnce}
          onChange={({ target }) => setIsOnce(target.checked)}
          className="size-5 shrink-0 accent-accent"
        />
        {t.once}
      </label>
      {create.isError ? <ProblemNotice error={create.error} /> : null}
      <Button type="submit" wide disabled={!isReady} busy={create.isPending} data-testid="save-link">
        {t.save}
      </Button>
    </form>
  )
}
