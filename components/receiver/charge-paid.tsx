"use client"

import { Check, LoaderCircle } from "lucide-react"
import { useEffect } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import TwoWords from "@/components/payment/two-words"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { cx } from "@/components/ui/cx"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { useFocusOnChange } from "@/components/ui/use-focus-on-change"
import { useTitle } from "@/components/ui/use-title"
import { chime } from "@/lib/client/chime"
import { displayCkb } from "@/lib/client/format"
import { usePayment } from "@/lib/client/queries"
import type { Config, PaymentStatus, PaymentWithAccounts } from "@/lib/client/types"

const STEPS = ["seen", "committed", "confirmed"] as const
type Step = (typeof STEPS)[number]

/** What has failed is never one of these again, and a payment that nobody has signed is none yet. */
function stepOf(status: PaymentStatus): Step | "failed" {
  if (status === "submitted") return "seen"
  return status === "committed" || status === "confirmed" ? status : "failed"
}

interface ChargePaidProps {
  id: number
  config: Config
  onNext: () => void
  /** the payment has failed: the code can be paid once more */
  onAgain: () => void
}

/** The payment at a counter: the words to compare, and how far it is, until it is final or has come to nothing. */
export function ChargePaid({ id, config, onNext, onAgain }: ChargePaidProps) {
  const t = useTexts(RECEIVE).counter
  const payment = usePayment(id, null)
  const step = payment.data && stepOf(payment.data.status)
  useEffect(() => {
    if (step === "failed") chime("failed")
    else if (step) chime(step === "confirmed" ? "received" : "coming")
  }, [step])
  useTitle(step === "failed" ? t.failed : step && `${t.steps[step]} · ${displayCkb(payment.data?.amount ?? "0")} CKB`)
  if (!payment.data || !step)
    return payment.error ? <ProblemNotice error={payment.error} /> : <Skeleton className="h-56 w-full rounded-2xl" />
  return (
    <div className="space-y-4" data-testid="charge-payment" data-status={payment.data.status}>
      {payment.isError ? <Notice tone="warn" title={t.offline} testId="charge-offline" /> : null}
      {step === "failed" ? (
        <Notice
          tone="danger"
          title={t.failed}
          testId="charge-failed"
          action={<Button onClick={onAgain}>{t.failedAgain}</Button>}
        >
          <p>{t.failedText}</p>
        </Notice>
      ) : (
        <UnderWay payment={payment.data} step={step} needed={config.confirmations} />
      )}
      {step === "confirmed" ? (
        <Button wide onClick={onNext} data-testid="charge-next">
          {t.next}
        </Button>
      ) : null}
    </div>
  )
}

interface UnderWayProps {
  payment: PaymentWithAccounts
  step: Step
  needed: number
}

function UnderWay({ payment, step, needed }: UnderWayProps) {
  const t = useTexts(RECEIVE).counter
  const heading = useFocusOnChange<HTMLHeadingElement>(step)
  const said = step === "confirmed" ? t.confirmed(displayCkb(payment.amount)) : t[step]
  return (
    <>
      <p className="text-center text-5xl font-semibold tracking-tight">
        <Amount
          large
          shannons={payment.amount}
          unitClassName="text-2xl font-medium text-muted"
          testId="charge-paid-sum"
        />
      </p>
      <div aria-live="assertive" className="text-center">
        <h2 ref={heading} tabIndex={-1} className="text-xl font-semibold" data-testid="charge-step">
          {t.steps[step]}
        </h2>
        <p className="text-muted">{said}</p>
      </div>
      <p className="text-center font-medium">{t.compare}</p>
      <TwoWords payment={payment} />
      <p className="text-center text-sm text-muted">{t.compareText}</p>
      <ol className="flex justify-between gap-2">
        {STEPS.map((each) => (
          <StepMark key={each} step={each} now={step} />
        ))}
      </ol>
      {step === "committed" && needed > 1 ? (
        <p className="text-center text-sm text-muted tabular-nums">
          {t.confirmations(Math.min(payment.confirmations, needed), needed)}
        </p>
      ) : null}
    </>
  )
}

function StepMark({ step, now }: { step: Step; now: Step }) {
  const t = useTexts(RECEIVE).counter.steps
  const isDone = STEPS.indexOf(step) <= STEPS.indexOf(now)
  return (
    <li
      aria-current={step === now ? "step" : undefined}
      className={cx("flex flex-1 flex-col items-center gap-1 text-sm", isDone ? "font-medium" : "text-muted")}
    >
      <span
        aria-hidden
        className={cx(
          "flex size-7 items-center justify-center rounded-full border-2",
          isDone ? "border-accent bg-accent text-on-accent" : "border-line-strong",
        )}
      >
        {isDone ? <Check className="size-4" /> : <LoaderCircle className="size-4 motion-safe:animate-spin" />}
      </span>
      {t[step]}
    </li>
  )
}
