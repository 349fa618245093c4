import { cx } from "./cx"

interface FilterProps<T> {
  label: string
  value: T
  options: { value: T; name: string }[]
  onChange: (value: T) => void
  className?: string
}

/** A row of buttons of which one is pressed. */
export function Filter<T extends string | null>({ label, value, options, onChange, className }: FilterProps<T>) {
  return (
    <fieldset className={cx("flex flex-wrap gap-1", className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value ?? ""}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cx(
            "min-h-11 rounded-lg px-3 text-sm font-medium",
            option.value === value ? "bg-ink text-canvas" : "text-muted hover:bg-sunken hover:text-ink",
          )}
        >
          {option.name}
        </button>
      ))}
    </fieldset>
  )
}
