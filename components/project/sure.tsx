"use client"

import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Window, type WindowProps } from "@/components/ui/window"
import { useAction } from "./use-action"

interface SureProps extends Omit<WindowProps, "children"> {
  submit: string
  act: () => Promise<unknown>
}

/** For what cannot be undone: says what it means, and asks once more. */
export function Sure({ submit, act, ...window }: SureProps) {
  return <Window {...window}>{(close) => <Ask submit={submit} act={act} onDone={close} />}</Window>
}

function Ask({ submit, act, onDone }: Pick<SureProps, "submit" | "act"> & { onDone: () => void }) {
  const t = useTexts(PROJECTS)
  const action = useAction(act, onDone)
  return (
    <div className="space-y-4">
      {action.isError ? <ProblemNotice error={action.error} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button busy={action.isPending} onClick={() => action.mutate(undefined)} data-testid="sure">
          {submit}
        </Button>
        <Button variant="ghost" onClick={onDone}>
          {t.cancel}
        </Button>
      </div>
    </div>
  )
}
