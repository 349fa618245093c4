"use client"

import { type ReactNode, useState } from "react"
import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { useAction } from "./use-action"

interface WindowProps {
  title: string
  text?: string
  /** the words on the button that opens it */
  opener: ReactNode
  variant?: "secondary" | "ghost"
  testId: string
  children: (close: () => void) => ReactNode
}

/** A button, and the window that it opens. What was typed or shown in it is gone when it closes. */
export function Window({ title, text, opener, variant = "ghost", testId, children }: WindowProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Dialog
      title={title}
      description={text}
      open={isOpen}
      onOpenChange={setIsOpen}
      testId={`${testId}-window`}
      trigger={
        <Button variant={variant} data-testid={testId}>
          {opener}
        </Button>
      }
    >
      {children(() => setIsOpen(false))}
    </Dialog>
  )
}

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
