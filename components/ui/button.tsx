import { LoaderCircle } from "lucide-react"
import { Slot } from "radix-ui"
import type { ComponentProps } from "react"
import { cx } from "./cx"
import { exact } from "./exact-text"

const VARIANTS = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover shadow-sm",
  secondary: "bg-surface text-ink border border-line-strong hover:bg-sunken",
  ghost: "text-ink hover:bg-sunken",
} as const

interface ButtonProps extends ComponentProps<"button"> {
  variant?: keyof typeof VARIANTS
  /** shows a spinner and ignores clicks, but keeps the focus, so that a screen reader is not thrown out */
  busy?: boolean
  /** gives its look to the link inside */
  asChild?: boolean
  wide?: boolean
}

export function Button({
  variant = "primary",
  busy,
  asChild,
  wide,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const look = cx(
    "inline-flex min-h-11 items-center justify-center gap-2 rounded-lg px-4 py-2 text-base font-semibold leading-6",
    "motion-safe:transition-colors disabled:cursor-not-allowed disabled:opacity-60",
    VARIANTS[variant],
    wide && "w-full",
    className,
  )
  if (asChild) {
    return (
      <Slot.Root className={look} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button type="button" className={look} aria-busy={busy || undefined} onClick={busy ? undefined : onClick} {...rest}>
      {busy ? <LoaderCircle aria-hidden className="size-5 motion-safe:animate-spin" /> : null}
      {/* In an element of its own: a browser's translation moves bare texts, and React then finds no place for the spinner. */}
      <span className="contents">{exact(children)}</span>
    </button>
  )
}
