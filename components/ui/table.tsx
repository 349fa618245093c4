import type { ComponentProps } from "react"
import { cx } from "./cx"

/** A column that phones leave out: what it says stands in another one there. */
const WIDE_ONLY = "hidden sm:table-cell"

interface Column {
  name: string
  right?: boolean
  wideOnly?: boolean
}

interface TableProps {
  /** what the table holds, for screen readers */
  caption: string
  columns: Column[]
  children: React.ReactNode
  testId?: string
}

/**
 * A table that scrolls sideways within itself on small screens; the page never does. `relative`, because texts for
 * screen readers are positioned, and would otherwise stick out of what scrolls.
 */
export function Table({ caption, columns, children, testId }: TableProps) {
  return (
    <section
      className="relative -mx-1 overflow-x-auto px-1 print:mx-0 print:overflow-visible print:px-0"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={caption}
    >
      <table className="w-full border-collapse text-sm" data-testid={testId}>
        <caption className="sr-only">{caption}</caption>
        <TableHead columns={columns} />
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  )
}

interface CellProps {
  right?: boolean
  wideOnly?: boolean
  className?: string
  children: React.ReactNode
}

export function Cell({ children, right, wideOnly, className }: CellProps) {
  return (
    <td
      className={cx(
        "px-3 py-3 align-middle whitespace-nowrap first:pl-0 last:pr-0",
        right && "text-right tabular-nums",
        wideOnly && WIDE_ONLY,
        className,
      )}
    >
      {children}
    </td>
  )
}

/**
 * A table that becomes a list of cards where it would not fit: each value then stands beside its name, and nothing is
 * hidden sideways.
 */
export function CardTable({ caption, columns, children, testId }: TableProps) {
  return (
    <table className="block w-full border-collapse text-sm lg:table" data-testid={testId}>
      <caption className="sr-only">{caption}</caption>
      <TableHead columns={columns} className="hidden lg:table-header-group" />
      <tbody className="block space-y-3 lg:table-row-group lg:divide-y lg:divide-line">{children}</tbody>
    </table>
  )
}

export function CardRow({ className, ...rest }: ComponentProps<"tr"> & { "data-testid"?: string }) {
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

interface CardCellProps {
  /** the column's name, which a card shows */
  name: string
  right?: boolean
  className?: string
  children: React.ReactNode
}

export function CardCell({ name, right, className, children }: CardCellProps) {
  return (
    <td
      className={cx(
        "flex flex-wrap items-baseline justify-between gap-x-4 py-1 lg:table-cell lg:px-3 lg:py-3 lg:align-middle lg:first:pl-0 lg:last:pr-0",
        right && "tabular-nums lg:text-right",
        className,
      )}
    >
      <span aria-hidden className="text-muted lg:hidden">
        {name}
      </span>
      <span className="ml-auto min-w-0 text-right wrap-anywhere lg:ml-0 lg:text-inherit">{children}</span>
    </td>
  )
}

/** The names of the columns, the same above each kind of table. */
export function TableHead({ columns, className }: { columns: Column[]; className?: string }) {
  return (
    <thead className={className}>
      <tr className="border-b border-line-strong text-left text-muted">
        {columns.map(({ name, right, wideOnly }) => (
          <th
            key={name}
            scope="col"
            className={cx(
              "px-3 py-2 font-medium whitespace-nowrap first:pl-0 last:pr-0",
              right && "text-right",
              wideOnly && WIDE_ONLY,
            )}
          >
            {name}
          </th>
        ))}
      </tr>
    </thead>
  )
}
