"use client"

import { useRef, useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { usePayoutPreview } from "@/lib/client/operator-queries"
import { ConfirmForm } from "./confirm"
import { May } from "./may"
import { totalOf, WhoIsPaid } from "./who-is-paid"

/** Payouts now: first whom, how much and who stays out, then a reason. */
export function SettleNow() {
  const admin = useTexts(ADMIN)
  const t = admin.today.settle
  const [isOpen, setOpen] = useState(false)
  const [sent, setSent] = useState<number | null>(null)
  return (
    <div className="mb-4 space-y-4">
      <May needs="operate">
        <Dialog
          title={t.title}
          description={t.effect}
          open={isOpen}
          onOpenChange={setOpen}
          testId="settle-dialog"
          trigger={
            <Button variant="secondary" data-testid="settle-now">
              {t.open}
            </Button>
          }
        >
          <Preview
            onSent={(count) => {
              setSent(count)
              setOpen(false)
            }}
          />
        </Dialog>
      </May>
      {sent === null ? null : (
        <Notice title={sent > 0 ? admin.settlements.started(sent) : admin.settlements.nobody} testId="settle-result" />
      )}
    </div>
  )
}

function Preview({ onSent }: { onSent: (count: number) => void }) {
  const t = useTexts(ADMIN).today.settle
  const { data, error } = usePayoutPreview()
  const count = useRef(0)
  if (!data) return error ? <ProblemNotice error={error} /> : <SkeletonRows rows={4} />
  const paid = [...data.receivers, ...data.top_ups]
  return (
    <>
      <WhoIsPaid preview={data} />
      <ConfirmForm
        name={t.title}
        submit={paid.length > 0 ? t.submit(paid.length, displayCkb(totalOf(paid))) : t.title}
        act={async (reason) => {
          const { settlements, withdrawals } = (await call("POST", "/api/settlement", { body: { reason } })).data
          count.current = settlements.length + withdrawals.length
        }}
        onDone={() => onSent(count.current)}
      />
    </>
  )
}
