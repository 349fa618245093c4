"use client"

import { useMutation } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Dialog } from "@/components/ui/dialog"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Shortened } from "@/components/ui/shortened"
import { displayCkb } from "@/lib/client/format"
import { ApiError } from "@/lib/client/http"
import type { PlanJson } from "@/lib/http/api/pool"
import { ConfirmForm } from "./confirm"

/** What was shown: nothing else is signed. */
export interface Seen {
  inputs: number[]
  tx_hash: string
  reason: string
}

interface ConfirmPlanProps<Asked> {
  open: string
  title: string
  effect: string
  plan: (asked: Asked) => Promise<{ data: PlanJson }>
  run: (asked: Asked, seen: Seen) => Promise<unknown>
  /** what is asked for; undefined while the fields do not say it */
  body: Asked | undefined
  /** what must be typed to carry it out */
  typed: string
  submit: string
  /** the form's fields */
  children?: React.ReactNode
  testId: string
}

/**
 * Something that the platform signs: first shown as the exact transaction with its cost, then confirmed. Nothing but
 * what was shown is signed.
 */
export function ConfirmPlan<Asked>({
  open,
  title,
  effect,
  plan: planOf,
  run,
  body,
  typed,
  submit,
  children,
  testId,
}: ConfirmPlanProps<Asked>) {
  const t = useTexts(ADMIN).plan
  const [isOpen, setOpen] = useState(false)
  const [preview, setPreview] = useState<{ asked: Asked } & PlanJson>()
  const look = async (asked: Asked) => setPreview({ asked, ...(await planOf(asked)).data })
  const plan = useMutation({ mutationFn: look })
  // What was asked for and what the fields say now: an old preview must not be carried out for new numbers.
  const shown = preview && JSON.stringify(preview.asked) === JSON.stringify(body) ? preview : undefined
  const runAsShown = async ({ asked, inputs, tx_hash }: { asked: Asked } & PlanJson, reason: string) => {
    try {
      return await run(asked, { inputs: inputs.map(({ id }) => id), tx_hash, reason })
    } catch (error) {
      // Nothing was signed: what would be signed now is shown in its place, for the operator to confirm.
      if (error instanceof ApiError && error.problem.reason === "plan_changed") await look(asked)
      throw error
    }
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (body && !plan.isPending) plan.mutate(body)
  }
  const onOpenChange = (next: boolean) => {
    setOpen(next)
    setPreview(undefined)
    plan.reset()
  }
  return (
    <Dialog
      title={title}
      description={effect}
      open={isOpen}
      onOpenChange={onOpenChange}
      testId={testId}
      trigger={
        <Button variant="secondary" data-testid={`${testId}-open`}>
          {open}
        </Button>
      }
    >
      <form onSubmit={onSubmit} noValidate className="space-y-4">
        {children}
        {shown ? null : (
          <Button type="submit" variant="secondary" wide busy={plan.isPending} disabled={!body}>
            {t.preview}
          </Button>
        )}
      </form>
      <div className="mt-4 empty:hidden">{plan.isError ? <ProblemNotice error={plan.error} /> : null}</div>
      {shown ? (
        <>
          <Plan plan={shown} />
          <ConfirmForm
            typed={typed}
            name={title}
            submit={submit}
            onDone={() => setOpen(false)}
            act={(reason) => runAsShown(shown, reason)}
          />
        </>
      ) : null}
    </Dialog>
  )
}

function Plan({ plan }: { plan: PlanJson }) {
  const t = useTexts(ADMIN).plan
  return (
    <div data-testid="plan" className="mt-4">
      <DetailList label={t.title}>
        <Detail name={t.inputs(plan.inputs.length)}>
          <Capacities of={plan.inputs.map(({ capacity }) => capacity)} />
        </Detail>
        {plan.payout ? <Detail name={t.payout}>{`${displayCkb(plan.payout)} CKB`}</Detail> : null}
        <Detail name={t.outputs(plan.outputs.length)}>
          <Capacities of={plan.outputs} />
        </Detail>
        <Detail name={t.cost} strong>
          {t.shannons(BigInt(plan.network_fee).toLocaleString("en"))}
        </Detail>
        <Detail name={t.hash}>
          <Shortened text={plan.tx_hash} label={t.hash} />
        </Detail>
      </DetailList>
    </div>
  )
}

/** "12 × 65 CKB": equal cells together. */
function Capacities({ of }: { of: string[] }) {
  const counts = new Map<string, number>()
  for (const capacity of of) counts.set(capacity, (counts.get(capacity) ?? 0) + 1)
  return [...counts].map(([capacity, count]) => (
    <span key={capacity} translate="no" className="block tabular-nums">
      {count} × {displayCkb(capacity)} CKB
    </span>
  ))
}
