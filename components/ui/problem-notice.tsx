"use client"

import { useMessages } from "@/components/messages/provider"
import { ApiError } from "@/lib/client/http"
import { Notice } from "./notice"

interface ProblemNoticeProps {
  error: unknown
  /** it is all there is on the page */
  isPage?: boolean
  action?: React.ReactNode
  testId?: string
}

/** What the server says about these is about this very request, so readers of its language (English) see it at once. */
const SAID_BY_SERVER: readonly string[] = ["VALIDATION_ERROR", "INSUFFICIENT_BALANCE"]

/** An error of the API in the words of the page; what the server said, and the request's id, are behind "Details". */
export function ProblemNotice({ error, isPage, action, testId = "problem" }: ProblemNoticeProps) {
  const { problems, common, locale } = useMessages()
  const problem = error instanceof ApiError ? error.problem : null
  const texts =
    problem && problem.code in problems ? problems[problem.code as keyof typeof problems] : problems.fallback
  const details = [
    problem?.detail,
    ...(problem?.errors ?? []).map(({ path, message }) => `${path}: ${message}`),
  ].filter((line) => line !== undefined && line !== "")
  return (
    <Notice tone="danger" title={texts.title} isPage={isPage} action={action} testId={testId}>
      {problem?.detail && locale === "en" && SAID_BY_SERVER.includes(problem.code) ? <p>{problem.detail}</p> : null}
      <p>{texts.text}</p>
      {details.length > 0 || problem?.request_id ? (
        <details data-code={problem?.code}>
          <summary className="inline-flex min-h-11 items-center font-medium underline">{common.details}</summary>
          {details.map((line) => (
            <p key={line}>{line}</p>
          ))}
          {problem?.request_id ? (
            <p>
              {common.requestId} <code>{problem.request_id}</code>
            </p>
          ) : null}
        </details>
      ) : null}
    </Notice>
  )
}
