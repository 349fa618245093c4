import { cx } from "./cx"
import { exact } from "./exact-text"

/** Names on the left, values on the right: the body of every summary and receipt. */
export function DetailList({
  children,
  className,
  label,
}: {
  children: React.ReactNode
  className?: string
  label?: string
}) {
  return (
    <dl aria-label={label} className={cx("divide-y divide-line text-sm", className)}>
      {children}
    </dl>
  )
}

interface DetailProps {
  name: React.ReactNode
  children: React.ReactNode
  strong?: boolean
}

export function Detail({ name, children, strong }: DetailProps) {
  return (
    <div
      className={cx(
        "flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-3 print:flex-nowrap print:justify-start print:py-2",
        strong && "text-base font-semibold",
      )}
    >
      <dt className={cx("print:w-52 print:shrink-0", !strong && "text-muted")}>{name}</dt>
      <dd className="min-w-0 max-w-full text-right wrap-anywhere print:text-left">{exact(children)}</dd>
    </div>
  )
}
