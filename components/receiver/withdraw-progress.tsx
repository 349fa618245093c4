"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Check } from "lucide-react"
import { useEffect } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { call } from "@/lib/client/call"
import { ApiError } from "@/lib/client/http"
import { FINAL_WITHDRAWAL_STATUSES } from "@/lib/withdrawal/types"

interface WithdrawProgressProps {
  id: number
  /** with the receiver's signature, if it needs one; Molecule-serialized, 0x-hex */
  signedTx: string
  hash: string
  /** what to say once it has arrived */
  done: string
  /** there is something left to withdraw */
  isMoreOwed: boolean
  again: () => void
}

/**
 * Hands the signature in, and goes on until the chain has decided. The same bytes get the same reply with the state of
 * now, so handing in is also how to ask, on networks where who is paid what is private too.
 */
export function WithdrawProgress({ id, signedTx, hash, done, isMoreOwed, again }: WithdrawProgressProps) {
  const t = useTexts(RECEIVER).withdraw
  const queries = useQueryClient()
  const submitted = useQuery({
    queryKey: ["withdrawal", id],
    queryFn: async () =>
      (
        await call("POST", "/api/withdrawal/submit", {
          body: { withdrawal_id: id, raw_tx: signedTx },
        })
      ).data,
    retry: (_, error) => error instanceof ApiError && error.isTransient,
    refetchInterval: ({ state }) =>
      state.data && FINAL_WITHDRAWAL_STATUSES.includes(state.data.status) ? false : 2_000,
    refetchIntervalInBackground: true,
  })
  const status = submitted.data?.status
  useEffect(() => {
    if (status !== undefined) void queries.invalidateQueries({ queryKey: ["account"] })
  }, [status, queries])

  if (submitted.isError && !submitted.data) {
    return (
      <ProblemNotice
        error={submitted.error}
        testId="withdraw-failed"
        action={
          <Button variant="secondary" onClick={again}>
            {t.again}
          </Button>
        }
      />
    )
  }
  const shown = status === "failed" ? t.failed : status === "confirmed" ? { title: t.done.title, text: done } : t.sent
  const isOver = status !== undefined && FINAL_WITHDRAWAL_STATUSES.includes(status)
  return (
    <div className="space-y-4" role="status" data-testid="withdraw-progress" data-status={status ?? "sending"}>
      {status === "confirmed" ? (
        <div className="rounded-xl bg-accent-soft p-6 text-center text-accent-ink">
          <span
            aria-hidden
            className="step-done mx-auto flex size-12 items-center justify-center rounded-full bg-accent text-on-accent"
          >
            <Check className="size-6" />
          </span>
          <p className="mt-3 text-lg font-semibold">{shown.title}</p>
          <p className="mt-1">{shown.text}</p>
        </div>
      ) : (
        <Notice tone={status === "failed" ? "danger" : undefined} title={shown.title}>
          <p>{shown.text}</p>
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-4">
        <TransactionHash hash={hash} label={t.hash} copyLabel={t.copyHash} testId="withdraw-hash" />
        {isOver && isMoreOwed ? (
          <Button variant="secondary" onClick={again}>
            {t.again}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
