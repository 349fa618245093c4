"use client"

import type { Messages } from "@/components/messages/en"
import { useMessages } from "@/components/messages/provider"
import { Notice } from "@/components/ui/notice"
import { useNow } from "@/components/ui/use-now"
import { useRefusal } from "@/components/ui/use-refusal"
import { ApiError, opensAt } from "@/lib/client/http"

/** Why a payment does not go on at the moment: the page tries again by itself, and says so. */
export function Waiting({ reason }: { reason: Error }) {
  const { refusals } = useMessages()
  const { title } = useRefusal(reason)
  const text = waitingText(refusals, reason, useNow(1_000))
  return (
    <Notice tone="warn" title={title} testId="waiting">
      {/* Seconds that are counted down are not announced each time. */}
      <p role={opensAt(reason) === undefined ? undefined : "timer"}>{text}</p>
    </Notice>
  )
}

function waitingText({ waiting, paused }: Messages["refusals"], reason: Error, now: number): string {
  if (code(reason) === "PAUSED") return paused.prepare.text
  if (code(reason) === "PAYMENT_IN_PROGRESS") return waiting.earlier
  if (code(reason) === "OFFLINE") return waiting.offline
  const retryAt = opensAt(reason)
  const seconds = retryAt === undefined ? 0 : Math.ceil((retryAt - now) / 1_000)
  return seconds > 0 ? waiting.limited(seconds) : waiting.goesOn
}

function code(reason: Error): string {
  return reason instanceof ApiError ? reason.code : ""
}
