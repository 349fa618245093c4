"use client"

import { useMessages } from "@/components/messages/provider"
import { useStatus } from "@/lib/client/queries"
import { Notice } from "./notice"

interface PausedNoticeProps {
  what: "payments" | "payouts"
  /** what is possible while it is not paused */
  children?: React.ReactNode
}

/** Says that payments or payouts are paused, in place of what would then be refused, until they resume. */
export function PausedNotice({ what, children }: PausedNoticeProps) {
  const { paused } = useMessages().refusals
  const { data } = useStatus()
  if (data?.[what] !== "paused") return children
  const texts = paused[what === "payments" ? "prepare" : "settlement"]
  return (
    <Notice tone="warn" title={texts.title} testId="paused">
      <p>{texts.text}</p>
    </Notice>
  )
}
