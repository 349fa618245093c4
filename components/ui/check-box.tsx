import type { ReactNode } from "react"

interface CheckBoxProps {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
  testId?: string
}

/** A choice that is on or off, with its words: all of it can be pressed. */
export function CheckBox({ checked, onChange, children, testId }: CheckBoxProps) {
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        className="size-5 shrink-0 accent-accent"
        data-testid={testId}
      />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </label>
  )
}
