import type { ComponentProps } from "react"
import { cx } from "@/components/ui/cx"

interface RecordsProps {
  /** what the table holds, for screen readers */
  caption: string
  columns: { name: string; right?: boolean }[]
  children: React.ReactNode
  testId?: string
}

/** A table that becomes a list of cards where it would not fit: each value then stands beside its name, and nothing is hidden sideways. */
export function Records({ caption, columns, children, testId }: RecordsProps) {
  return (
    <table className="block w-full border-collapse text-sm lg:table" data-testid={testId}>
      <caption className="sr-only">{caption}</caption>
      <thead className="hidden lg:table-header-group">
        <tr className="border-b border-line-strong text-left text-muted">
          {columns.map(({ name, right }) => (
            <th
              key={name}
              scope="col"
              className={cx("px-3 py-2 font-medium whitespace-nowrap first:pl-0 last:pr-0", right && "text-right")}
            >
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block space-y-3 lg:table-row-group lg:divide-y lg:divide-line">{children}</tbody>
    </table>
  )
}

export function Row({ className, ...rest }: ComponentProps<"tr"> & { "data-testid"?: string }) {
  return (
    <tr
      className={cx(
        "block rounded-xl border border-line bg-surface p-4 lg:table-row lg:rounded-none lg:border-0 lg:bg-transparent lg:p-0",
        className,
      )}
      {...rest}
    />
  )
}

interface ValueProps {
  /** the column's name, which a card shows */
  name: string
  right?: boolean
  className?: string
  children: React.ReactNode
}

export function Value({ name, right, className, children }: ValueProps) {
  return (
    <td
      className={cx(
        "flex items-baseline justify-between gap-4 py-1 lg:table-cell lg:px-3 lg:py-3 lg:align-middle lg:first:pl-0 lg:last:pr-0",
        right && "tabular-nums lg:text-right",
        className,
      )}
    >
      <span aria-hidden className="shrink-0 text-muted lg:hidden">
        {name}
      </span>
      <span className="min-w-0 text-right wrap-anywhere lg:text-inherit">{children}</span>
    </td>
  )
}
