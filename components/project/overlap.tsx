"use client"

import { type ReactNode, useState } from "react"
import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Select } from "@/components/ui/select"
import { useAction } from "./use-action"

const A_DAY = "86400"

interface OverlapProps<Made> {
  submit: string
  /** for so many seconds both work */
  act: (overlapSeconds: number) => Promise<Made>
  /** what is shown once it is made */
  children: (made: Made) => ReactNode
}

/** Exchanges something secret, and asks how long the old one goes on working. */
export function Overlap<Made>({ submit, act, children }: OverlapProps<Made>) {
  const t = useTexts(PROJECTS).overlap
  const [seconds, setSeconds] = useState(A_DAY)
  const action = useAction(act)
  if (action.data !== undefined) return children(action.data)
  return (
    <div className="space-y-4">
      <Select
        label={t.label}
        value={seconds}
        options={Object.entries(t.options).map(([value, name]) => ({ value, name }))}
        onChange={setSeconds}
      />
      {action.isError ? <ProblemNotice error={action.error} /> : null}
      <Button wide busy={action.isPending} onClick={() => action.mutate(Number(seconds))} data-testid="exchange">
        {submit}
      </Button>
    </div>
  )
}
