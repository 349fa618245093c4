import { type ComponentProps, useId } from "react"

interface SelectProps extends Omit<ComponentProps<"select">, "onChange"> {
  label: string
  options: { value: string; name: string }[]
  onChange: (value: string) => void
}

/** A choice among a few, with the system's own list. */
export function Select({ label, options, onChange, className, ...rest }: SelectProps) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        onChange={(event) => onChange(event.target.value)}
        className="block min-h-11 w-full rounded-lg border border-line-strong bg-surface px-3 py-2 text-base text-ink"
        {...rest}
      >
        {options.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
