"use client"

import { ToggleGroup } from "radix-ui"
import { cx } from "./cx"

interface FilterProps<T> {
  label: string
  value: T
  options: { value: T; name: string }[]
  onChange: (value: T) => void
  className?: string
}

/** Radix names the choices by texts; a filter's null is everything. */
const ALL = "*"

/** A row of buttons of which one is pressed; the arrow keys move between them. */
export function Filter<T extends string | null>({ label, value, options, onChange, className }: FilterProps<T>) {
  const choose = (name: string) => {
    const chosen = options.find((option) => (option.value ?? ALL) === name)
    // Pressing the pressed one changes nothing: there is always one.
    if (chosen) onChange(chosen.value)
  }
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value ?? ALL}
      onValueChange={choose}
      className={cx("flex flex-wrap gap-1", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value ?? ALL}
          value={option.value ?? ALL}
          className="min-h-11 rounded-lg px-3 text-sm font-medium text-muted hover:bg-sunken hover:text-ink data-[state=on]:bg-ink data-[state=on]:text-canvas"
        >
          {option.name}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
