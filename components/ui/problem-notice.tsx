"use client"

import { useMessages } from "@/components/messages/provider"
import { ApiError } from "@/lib/client/http"
import { Notice } from "./notice"
import { useRefusal } from "./use-refusal"

interface ProblemNoticeProps {
  error: unknown
  /** it is all there is on the page */
  isPage?: boolean
  action?: React.ReactNode
  testId?: string
}

/** An error of the API in the words of the page; what the server said, and the request's id, are behind "Details". */
export function ProblemNotice({ error, isPage, action, testId = "problem" }: ProblemNoticeProps) {
  const { common } = useMessages()
  const refusal = useRefusal(error)
  const problem = error instanceof ApiError ? error.problem : null
  const details = [
    problem?.detail,
    ...(problem?.errors ?? []).map(({ path, message }) => `${path}: ${message}`),
  ].filter((line) => line !== undefined && line !== "")
  return (
    <Notice tone="danger" title={refusal.title} isPage={isPage} action={action} testId={testId}>
      {/* Seconds that are counted down are not announced each time. */}
      <p role={problem?.code === "RATE_LIMITED" ? "timer" : undefined}>{refusal.text}</p>
      {details.length > 0 || problem?.request_id ? (
        <details data-code={problem?.code}>
          <summary className="inline-flex min-h-11 items-center font-medium underline">{common.details}</summary>
          {details.map((line) => (
            <p key={line} lang="en">
              {line}
            </p>
          ))}
          {problem?.request_id ? (
            <p>
              {common.requestId} <code translate="no">{problem.request_id}</code>
            </p>
          ) : null}
        </details>
      ) : null}
    </Notice>
  )
}
