"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { isSameNumber } from "@/lib/typed-amount"
import { useSay } from "./said"

interface ConfirmFormProps {
  /** what must be typed, so that nobody does it by a slip: a payment's number, an amount */
  typed?: string
  /** what it is called once it is done */
  name: string
  submit: string
  act: (reason: string) => Promise<unknown>
  onDone: () => void
  /** what came of it is told where it was asked for */
  silent?: boolean
}

/**
 * The last step of everything that matters: a number that must be typed, a reason for the audit log, the button that
 * says what it does.
 */
export function ConfirmForm({ typed, name, submit, act, onDone, silent }: ConfirmFormProps) {
  const t = useTexts(ADMIN).confirm
  const say = useSay()
  const queryClient = useQueryClient()
  const [number, setNumber] = useState("")
  const [reason, setReason] = useState("")
  const [isAsked, setAsked] = useState(false)
  const action = useMutation({
    mutationFn: () => act(reason.trim()),
    onSuccess: async (result) => {
      await queryClient.invalidateQueries({ queryKey: ["operator"] })
      if (!silent) say(isProposal(result) ? t.proposed(name) : t.done(name))
      onDone()
    },
  })
  const isTyped = typed === undefined || isMeant(number, typed)
  const hasReason = reason.trim() !== ""
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (isTyped && hasReason && !action.isPending) action.mutate()
  }
  return (
    <form onSubmit={onSubmit} noValidate className="mt-6 space-y-4" data-testid="confirm">
      {typed === undefined ? null : (
        <Field
          label={t.type(typed)}
          autoComplete="off"
          value={number}
          onChange={(event) => setNumber(event.target.value)}
          error={isAsked && !isTyped ? t.notTyped(typed) : null}
        />
      )}
      <Field
        label={t.reason}
        hint={t.reasonHint}
        maxLength={500}
        autoComplete="off"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={isAsked && !hasReason ? t.noReason : null}
      />
      {action.isError ? <ProblemNotice error={action.error} /> : null}
      <Button type="submit" wide busy={action.isPending}>
        {submit}
      </Button>
    </form>
  )
}

/** A number may be grouped or not, a word in capitals. */
function isMeant(text: string, typed: string): boolean {
  return text.trim().toLowerCase() === typed.toLowerCase() || isSameNumber(text, typed)
}

/** What is too much for one operator is not done yet: another one must confirm it. */
function isProposal(result: unknown): boolean {
  const status = (result as { data?: { status?: unknown } | null } | undefined)?.data?.status
  return status === "proposed"
}

interface ConfirmProps extends Omit<ConfirmFormProps, "onDone" | "name"> {
  /** the button's word, and the name of what it does */
  open: string
  title: string
  /** what will happen, to whom, and what it means for money */
  effect: string
  /** whom and what it is about, to be read once more */
  children?: React.ReactNode
  testId?: string
}

/** A button that opens a window, in which the action is named and confirmed. */
export function Confirm({ open, title, effect, children, testId, ...form }: ConfirmProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Dialog
      title={title}
      description={effect}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button variant="secondary" data-testid={testId}>
          {open}
        </Button>
      }
    >
      {children}
      <ConfirmForm {...form} name={title} onDone={() => setOpen(false)} />
    </Dialog>
  )
}
