import { shorten } from "@/lib/client/format"
import { CopyButton } from "./copy-button"
import { cx } from "./cx"

interface ShortenedProps {
  text: string
  /** what it is, for screen readers: "Address of the payee" */
  label: string
  copyLabel?: string
  className?: string
  testId?: string
}

/**
 * An address or a hash, shortened in the middle. It shows in full while it has the focus (a tap or the tab key) and
 * on paper; with `copyLabel` a copy button follows.
 */
export function Shortened({ text, label, copyLabel, className, testId }: ShortenedProps) {
  return (
    <span translate="no" className={cx("inline-flex max-w-full items-center gap-1", className)}>
      <button
        type="button"
        aria-label={`${label}: ${text}`}
        title={text}
        data-testid={testId}
        data-full={text}
        className="group min-w-0 cursor-text! rounded-sm text-left font-medium tabular-nums"
      >
        <span aria-hidden className="wrap-break-word group-focus:hidden print:hidden">
          <Short text={text} />
        </span>
        <span aria-hidden className="hidden select-all break-all group-focus:inline print:inline">
          {text}
        </span>
      </button>
      {copyLabel ? <CopyButton text={text} label={copyLabel} className="-my-2 -mr-3.5" /> : null}
    </span>
  )
}

/** In one line wherever it fits: a line may end behind an ellipsis, so that stands together with its neighbours. */
function Short({ text }: { text: string }) {
  const [head = "", tail] = shorten(text).split("…")
  if (tail === undefined) return head
  return (
    <>
      {head.slice(0, -1)}
      <span className="whitespace-nowrap">
        {head.slice(-1)}…{tail.slice(0, 1)}
      </span>
      {tail.slice(1)}
    </>
  )
}
