"use client"

import { useMessages } from "@/components/messages/provider"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { ApiError } from "@/lib/client/http"

interface CannotReadProps {
  error: unknown
  /** it may have been signed, and sent */
  hasSigned: boolean
}

/** Why a payment cannot be shown here, and what that means for money. */
export function CannotRead({ error, hasSigned }: CannotReadProps) {
  const t = useMessages().checkout
  const code = error instanceof ApiError ? error.code : ""
  const texts =
    code === "NOT_FOUND" || code === "VALIDATION_ERROR"
      ? [t.stopped.unknown, t.stopped.unknownText]
      : code === "UNAUTHORIZED" || code === "FORBIDDEN"
        ? [t.stopped.private, t.stopped.privateText]
        : null
  return (
    <Page narrow>
      {texts ? (
        <Notice isPage tone="warn" title={texts[0] ?? ""} testId="payment-unreadable">
          <p>{texts[1]}</p>
        </Notice>
      ) : hasSigned ? (
        <Notice isPage tone="warn" title={t.progress.waiting} testId="payment-unreadable">
          <p>{t.progress.lost}</p>
        </Notice>
      ) : (
        <ProblemNotice isPage error={error} />
      )}
    </Page>
  )
}
