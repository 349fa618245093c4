"use client"

import dynamic from "next/dynamic"
import { Slot } from "radix-ui"
import { type MouseEvent, useState } from "react"
import type { DialogWindowProps } from "./dialog-window"

/** A tenth of what a page loads, and few open one: it comes when somebody does. */
const DialogWindow = dynamic(() => import("./dialog-window"), { ssr: false })

interface DialogProps extends Omit<DialogWindowProps, "open" | "onOpenChange"> {
  /** the button that opens it, and gets the focus back; without one the page opens it by `open` */
  trigger?: React.ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/** A window over the page with the button that opens it. */
export function Dialog({ trigger, open, onOpenChange, ...shown }: DialogProps) {
  const [isOwnOpen, setOwnOpen] = useState(false)
  const [isLoaded, setLoaded] = useState(false)
  const isOpen = open ?? isOwnOpen
  if (isOpen && !isLoaded) setLoaded(true)
  const change = (next: boolean) => {
    setOwnOpen(next)
    onOpenChange?.(next)
  }
  const press = ({ currentTarget }: MouseEvent<HTMLElement>) => {
    // Not every browser gives the focus to a button that is clicked, and the window gives it back.
    currentTarget.focus()
    change(true)
  }
  return (
    <>
      {trigger ? (
        <Slot.Root aria-haspopup="dialog" aria-expanded={isOpen} onClick={press}>
          {trigger}
        </Slot.Root>
      ) : null}
      {isLoaded ? <DialogWindow {...shown} open={isOpen} onOpenChange={change} /> : null}
    </>
  )
}
