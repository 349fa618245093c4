"use client"

import { useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"
import { call } from "@/lib/client/call"
import { usePayoutPreview } from "@/lib/client/operator-queries"
import type { RunNowStatus } from "@/lib/jobs/types"
import { ConfirmForm } from "./confirm"
import { WhoIsPaid } from "./who-is-paid"

interface RunNowProps {
  id: string
  name: string
  /** what it does, unless a newer version has brought it */
  does: string | undefined
}

/** A job out of its turn: first what it does and what that means for money, then a reason. */
export function RunNow({ id, name, does }: RunNowProps) {
  const admin = useTexts(ADMIN)
  const t = admin.jobs
  // While two versions run side by side, one of the newer has no words here.
  const money: Record<string, string> = admin.today.jobs.money
  const [isOpen, setOpen] = useState(false)
  const [outcome, setOutcome] = useState<RunNowStatus>()
  const run = async (reason: string) => {
    setOutcome((await call("POST", "/api/jobs/{id}/run", { params: { id }, body: { reason } })).data.status)
  }
  return (
    <>
      <Dialog
        title={t.runJob(name)}
        description={does}
        open={isOpen}
        onOpenChange={setOpen}
        testId="run-dialog"
        trigger={
          <Button variant="secondary" aria-label={t.runJob(name)} data-testid="run-now">
            {t.runNow}
          </Button>
        }
      >
        {money[id] ? <p className="font-medium">{money[id]}</p> : null}
        {id === "settle" ? <Payouts /> : null}
        <ConfirmForm name={name} submit={t.runNow} act={run} onDone={() => setOpen(false)} silent />
      </Dialog>
      <span role="status" className="mt-1 block text-sm empty:hidden" data-testid="run-result">
        {outcome ? t.outcomes[outcome] : null}
      </span>
    </>
  )
}

function Payouts() {
  const { data, error } = usePayoutPreview()
  if (data) return <WhoIsPaid preview={data} />
  return error ? <ProblemNotice error={error} /> : <SkeletonRows rows={4} />
}
