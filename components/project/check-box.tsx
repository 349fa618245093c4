import type { ReactNode } from "react"

interface CheckBoxProps {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
}

export function CheckBox({ checked, onChange, children }: CheckBoxProps) {
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        className="size-5 shrink-0 accent-accent"
      />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </label>
  )
}

/** The same choices with this one in or out. */
export function chosen<T>(all: readonly T[], choice: T, isIn: boolean): T[] {
  return isIn ? [...all, choice] : all.filter((other) => other !== choice)
}
