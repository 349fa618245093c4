import { cx } from "./cx"

/** The sign of the site: two columns, one short and one tall, a small amount beside a cell of one's own. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={cx("shrink-0", className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <rect x="7" y="8" width="8" height="16" rx="2.5" className="fill-on-accent" />
      <rect x="17" y="14" width="8" height="10" rx="2.5" className="fill-on-accent" fillOpacity="0.65" />
    </svg>
  )
}
