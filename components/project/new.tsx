"use client"

import { Plus } from "lucide-react"
import type { ReactNode } from "react"
import { Window } from "@/components/ui/window"

interface NewProps {
  words: { open: string; title: string; text?: string }
  testId: string
  children: (close: () => void) => ReactNode
}

/** The button above a list that makes one more, in a window. */
export function New({ words, testId, children }: NewProps) {
  return (
    <Window
      title={words.title}
      text={words.text}
      testId={testId}
      variant="secondary"
      opener={
        <>
          <Plus aria-hidden className="size-5" />
          {words.open}
        </>
      }
    >
      {children}
    </Window>
  )
}
