"use client"

import { Check, Copy } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { cx } from "./cx"
import { useCopy } from "./use-copy"

interface CopyButtonProps {
  text: string
  /** what is copied, for screen readers: "Copy the transaction hash" */
  label: string
  /** shows the words "Copy" and "Copied" beside the icon */
  withText?: boolean
  className?: string
  testId?: string
}

export function CopyButton({ text, label, withText, className, testId }: CopyButtonProps) {
  const t = useMessages().common
  const { copied, copy } = useCopy(text)
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={label}
      title={label}
      data-testid={testId}
      className={cx(
        "print:hidden inline-flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-lg px-2 text-sm font-medium",
        "text-muted motion-safe:transition-colors hover:bg-sunken hover:text-ink",
        className,
      )}
    >
      <Icon aria-hidden className={cx("size-4", copied && "text-accent")} />
      {withText || copied ? <span>{copied ? t.copied : t.copy}</span> : null}
      <span aria-live="polite" className="sr-only">
        {copied ? t.copied : ""}
      </span>
    </button>
  )
}
