"use client"

import { Plus, X } from "lucide-react"
import { LINKS } from "@/components/messages/links"
import { useTexts } from "@/components/messages/provider"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"

/** As many as the API takes. */
const MAX_PRESETS = 6

/** Amounts that a payer may pick from. */
export function PresetsField({ value, onChange }: { value: string[]; onChange: (presets: string[]) => void }) {
  const t = useTexts(LINKS).form
  const replace = (index: number, text: string) => onChange(value.map((old, i) => (i === index ? text : old)))
  return (
    <fieldset className="space-y-2" data-testid="presets-field">
      <legend className="mb-1 text-sm font-medium">{t.presets}</legend>
      {value.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an amount has no name but its place
        <div key={index} className="flex items-end gap-2">
          <AmountField
            label={t.preset(index + 1)}
            value={text}
            onText={(next) => replace(index, next)}
            className="min-w-0 flex-1"
          />
          <Remove
            label={`${t.remove}: ${t.preset(index + 1)}`}
            onClick={() => onChange(value.filter((_, i) => i !== index))}
          />
        </div>
      ))}
      {value.length < MAX_PRESETS ? (
        <Button variant="ghost" onClick={() => onChange([...value, ""])} data-testid="add-preset">
          <Plus aria-hidden className="size-5" />
          {t.addPreset}
        </Button>
      ) : null}
    </fieldset>
  )
}

export function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="inline-flex size-11 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
    >
      <X aria-hidden className="size-5" />
    </button>
  )
}
