"use client"

import { Check, LoaderCircle } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { cx } from "@/components/ui/cx"
import { useFocusOnChange } from "@/components/ui/use-focus-on-change"
import type { Payment } from "@/lib/client/types"

interface StepListProps {
  payment: Payment
  isSending: boolean
  /** confirmations that make a payment final on this network */
  needed: number
}

type StepState = "done" | "now" | "later"

/** How far a payment is, from the signature to the last confirmation. */
export function StepList({ payment, isSending, needed }: StepListProps) {
  const t = useMessages().checkout.progress
  const isCommitted = payment.status === "committed"
  const current = isSending ? 1 : isCommitted ? 3 : 2
  const steps = [t.steps.signed, t.steps.sent, t.steps.committed, t.steps.confirmed(needed)]
  const [heading, text] = isSending
    ? [t.sending, t.sendingText]
    : isCommitted
      ? [t.confirming(Math.min(payment.confirmations, needed), needed), t.confirmingText]
      : [t.waiting, t.waitingText]
  const headingRef = useFocusOnChange<HTMLHeadingElement>(String(current))
  return (
    <>
      <div aria-live="polite">
        <h2
          ref={headingRef}
          tabIndex={-1}
          className="text-lg font-semibold tabular-nums"
          data-testid="progress-heading"
        >
          {heading}
        </h2>
        <p className="mt-1 text-sm text-muted">{text}</p>
      </div>
      <ol aria-label={t.live} className="mt-6 mb-4 space-y-3">
        {steps.map((step, index) => (
          <Step key={step} name={step} state={index < current ? "done" : index === current ? "now" : "later"} />
        ))}
      </ol>
    </>
  )
}

function Step({ name, state }: { name: string; state: StepState }) {
  return (
    <li className="flex items-center gap-3" aria-current={state === "now" ? "step" : undefined} data-state={state}>
      <span
        aria-hidden
        className={cx(
          "flex size-7 items-center justify-center rounded-full border-2",
          state === "done" && "step-done border-accent bg-accent text-on-accent",
          state === "now" && "border-accent text-accent",
          state === "later" && "border-line",
        )}
      >
        {state === "done" ? <Check className="size-4" /> : null}
        {state === "now" ? <LoaderCircle className="size-4 motion-safe:animate-spin" /> : null}
      </span>
      <span className={state === "later" ? "text-muted" : "font-medium"}>{name}</span>
    </li>
  )
}
