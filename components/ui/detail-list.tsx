import { cx } from "./cx"

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

export function Detail({ name, children, strong }: { name: string; children: React.ReactNode; strong?: boolean }) {
  return (
    <div
      className={cx(
        "flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-3",
        strong && "text-base font-semibold",
      )}
    >
      <dt className={strong ? undefined : "text-muted"}>{name}</dt>
      <dd className="min-w-0 max-w-full text-right wrap-anywhere">{children}</dd>
    </div>
  )
}
