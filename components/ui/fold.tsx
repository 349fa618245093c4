import { ChevronDown, type LucideIcon } from "lucide-react"
import { cx } from "./cx"

interface FoldProps extends Omit<React.ComponentProps<"details">, "title"> {
  title: React.ReactNode
  Icon?: LucideIcon
}

/** What only some readers want to see, behind a line with an arrow that says so. */
export function Fold({ title, Icon, className, children, ...rest }: FoldProps) {
  return (
    <details className={cx("group/fold text-sm", className)} {...rest}>
      <summary className="flex min-h-11 list-none items-center gap-2 font-medium text-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
        <span className="min-w-0 flex-1">{title}</span>
        <ChevronDown
          aria-hidden
          className="size-4 shrink-0 motion-safe:transition-transform group-open/fold:rotate-180"
        />
      </summary>
      {children}
    </details>
  )
}
