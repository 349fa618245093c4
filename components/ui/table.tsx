import { cx } from "./cx"

/** A column that phones leave out: what it says stands in another one there. */
const WIDE_ONLY = "hidden sm:table-cell"

interface TableProps {
  /** what the table holds, for screen readers */
  caption: string
  columns: { key: string; name: string; align?: "right"; wideOnly?: boolean }[]
  children: React.ReactNode
  testId?: string
}

/**
 * A table that scrolls sideways within itself on small screens; the page never does. `relative`, because texts for screen
 * readers are positioned, and would otherwise stick out of what scrolls.
 */
export function Table({ caption, columns, children, testId }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard (WCAG 2.1.1)
    <section className="relative -mx-1 overflow-x-auto px-1" tabIndex={0} aria-label={caption}>
      <table className="w-full border-collapse text-sm" data-testid={testId}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line-strong text-left text-muted">
            {columns.map(({ key, name, align, wideOnly }) => (
              <th
                key={key}
                scope="col"
                className={cx(
                  "px-3 py-2 font-medium whitespace-nowrap first:pl-0 last:pr-0",
                  align === "right" && "text-right",
                  wideOnly && WIDE_ONLY,
                )}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  )
}

export function Cell({
  children,
  right,
  wideOnly,
  className,
}: {
  children: React.ReactNode
  right?: boolean
  wideOnly?: boolean
  className?: string
}) {
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
