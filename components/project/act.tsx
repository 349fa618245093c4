"use client"

import { Button } from "@/components/ui/button"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { useAction } from "./use-action"

interface ActProps {
  words: string
  testId: string
  act: () => Promise<unknown>
  onDone?: () => void
}

/** What is done by one press; why it was not stands below. */
export function Act({ words, testId, act, onDone }: ActProps) {
  const action = useAction(act, onDone)
  return (
    <>
      <Button variant="ghost" busy={action.isPending} onClick={() => action.mutate(undefined)} data-testid={testId}>
        {words}
      </Button>
      {action.isError ? <ProblemNotice error={action.error} /> : null}
    </>
  )
}
