import { type ComponentProps, useId } from "react"
import { cx } from "./cx"

interface FieldProps extends ComponentProps<"input"> {
  label: string
  hint?: React.ReactNode
  /** what is wrong and how to mend it; marks the field as invalid */
  error?: string | null
  /** shown inside the field at its end, e.g. the unit */
  suffix?: string
}

export function Field({ label, hint, error, suffix, className, id, ...rest }: FieldProps) {
  const own = useId()
  const inputId = id ?? own
  const noteId = `${inputId}-note`
  return (
    <div className={className}>
      <label htmlFor={inputId} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={inputId}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? noteId : undefined}
          className={cx(
            "block min-h-11 w-full rounded-lg border bg-surface px-3 py-2 text-base text-ink placeholder:text-muted",
            error ? "border-danger" : "border-line-strong",
            suffix && "pr-14",
          )}
          {...rest}
        />
        {suffix ? (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-muted"
          >
            {suffix}
          </span>
        ) : null}
      </div>
      {error || hint ? (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={cx("mt-1 text-sm", error ? "text-danger-ink" : "text-muted")}
        >
          {error ?? hint}
        </p>
      ) : null}
    </div>
  )
}
