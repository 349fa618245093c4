"use client"

import { Tabs as Radix } from "radix-ui"

interface TabsProps {
  /** what the tabs choose between, for screen readers */
  label: string
  tabs: { id: string; name: string; content: React.ReactNode }[]
  /** the open one, where the page keeps it (in its address, say); otherwise the first is open at the start */
  value?: string
  onChange?: (id: string) => void
}

/** Parts of a page of which one is shown; the arrow keys move between their names. */
export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  return (
    <Radix.Root defaultValue={value === undefined ? tabs[0]?.id : undefined} value={value} onValueChange={onChange}>
      <Radix.List aria-label={label} className="mb-6 flex gap-1 overflow-x-auto border-b border-line p-1">
        {tabs.map(({ id, name }) => (
          <Radix.Trigger
            key={id}
            value={id}
            className="min-h-11 whitespace-nowrap rounded-lg px-3 text-sm font-medium text-muted hover:text-ink data-[state=active]:bg-accent-soft data-[state=active]:text-accent-ink"
          >
            {name}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, content }) => (
        <Radix.Content key={id} value={id}>
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
