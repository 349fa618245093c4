"use client"

import { type ReactNode, useState } from "react"
import { Button } from "./button"
import { Dialog } from "./dialog"

export interface WindowProps {
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
