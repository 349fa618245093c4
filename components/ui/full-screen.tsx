"use client"

import { X } from "lucide-react"
import { Dialog as Radix } from "radix-ui"
import { useMessages } from "@/components/messages/provider"
import { useFocusBack } from "./use-focus-back"
import { useWakeLock } from "./use-wake-lock"

interface FullScreenProps {
  /** what somebody reads who is shown this screen */
  title: string
  open: boolean
  onOpenChange: (open: boolean) => void
  children: React.ReactNode
  testId?: string
}

/**
 * Fills the screen, to be shown to somebody else: white in the dark theme too, because a code is scanned from it, and
 * the screen stays on. What had the focus before gets it back.
 */
export function FullScreen({ title, open, onOpenChange, children, testId }: FullScreenProps) {
  const t = useMessages().common
  const focusBack = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Content
          data-testid={testId}
          {...focusBack}
          aria-describedby={undefined}
          className="paper fixed inset-0 z-20 flex flex-col overflow-y-auto bg-surface p-4 text-ink sm:p-8"
        >
          <StayOn />
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="pt-2 text-lg font-semibold leading-7">{title}</Radix.Title>
            <Radix.Close
              aria-label={t.close}
              className="inline-flex size-11 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden className="size-6" />
            </Radix.Close>
          </div>
          <div className="mx-auto flex w-full max-w-lg flex-1 flex-col justify-center gap-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function StayOn() {
  useWakeLock()
  return null
}
