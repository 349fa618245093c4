"use client"

import { Check } from "lucide-react"
import { DropdownMenu } from "radix-ui"

interface ChoiceMenuProps<T extends string> {
  /** what is chosen, for screen readers */
  label: string
  value: T | undefined
  options: { value: T; name: string; icon?: React.ReactNode }[]
  onChange: (value: T) => void
  /** the button that opens it */
  trigger: React.ReactNode
}

/**
 * A short list of which one is chosen, behind a button. It is open at once: it comes to be when that button is pressed.
 */
export function ChoiceMenu<T extends string>({ label, value, options, onChange, trigger }: ChoiceMenuProps<T>) {
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      {/* Where its button is, so that it belongs to the same landmark of the page. */}
      <DropdownMenu.Content
        align="end"
        sideOffset={4}
        collisionPadding={8}
        aria-label={label}
        className="z-20 min-w-44 rounded-xl border border-line bg-surface p-1 shadow-card"
      >
        <DropdownMenu.RadioGroup value={value} onValueChange={(chosen) => onChange(chosen as T)}>
          {options.map(({ value: option, name, icon }) => (
            <DropdownMenu.RadioItem
              key={option}
              value={option}
              className="flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 text-sm font-medium outline-none data-highlighted:bg-sunken"
            >
              {icon}
              <span className="flex-1">{name}</span>
              <DropdownMenu.ItemIndicator>
                <Check aria-hidden className="size-4 text-accent" />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
          ))}
        </DropdownMenu.RadioGroup>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
