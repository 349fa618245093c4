import type { ComponentProps } from "react"
import { cx } from "./cx"

export function Card({ className, ...rest }: ComponentProps<"section">) {
  return (
    <section
      className={cx(
        "rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-8 print:border-0 print:p-0 print:shadow-none",
        className,
      )}
      {...rest}
    />
  )
}

interface CardHeadProps {
  title: string
  description?: React.ReactNode
  action?: React.ReactNode
  id?: string
}

export function CardHead({ title, description, action, id }: CardHeadProps) {
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
      <div>
        <h2 id={id} className="text-lg font-semibold leading-7">
          {title}
        </h2>
        {description ? <p className="mt-1 text-sm text-muted">{description}</p> : null}
      </div>
      {action}
    </div>
  )
}
