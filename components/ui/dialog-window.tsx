"use client"

import { X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import { useMessages } from "@/components/messages/provider"
import { useFocusBack } from "./use-focus-back"

export interface DialogWindowProps {
  title: string
  /** one sentence: what happens, and what it means for money */
  description?: string
  open: boolean
  onOpenChange: (open: boolean) => void
  children: React.ReactNode
  testId?: string
}

/**
 * A window over the page, which waits meanwhile. On a phone it lies at the bottom, near the thumb. What had the focus
 * before gets it back.
 */
export default function DialogWindow(props: DialogWindowProps) {
  const { title, description, open, onOpenChange, children, testId } = props
  const t = useMessages().common
  const focusBack = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-20 bg-black/50" />
        <Radix.Content
          data-testid={testId}
          {...focusBack}
          // Radix wants to hear that there is no description.
          {...(description ? {} : { "aria-describedby": undefined })}
          className="fixed inset-x-0 bottom-0 z-20 mx-auto max-h-[90dvh] w-full max-w-lg overflow-y-auto rounded-t-2xl border border-line bg-surface p-6 shadow-card sm:bottom-auto sm:top-1/2 sm:-translate-y-1/2 sm:rounded-2xl sm:p-8"
        >
          <div className="mb-6 flex items-start justify-between gap-4">
            <div>
              <Radix.Title className="text-lg font-semibold leading-7">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-1 text-sm text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close
              aria-label={t.close}
              className="-mr-3 -mt-2 inline-flex size-11 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden className="size-5" />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
