"use client"

import { Plus } from "lucide-react"
import { LINKS } from "@/components/messages/links"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { type LinkDraft, readPercent } from "./link-draft"
import { Remove } from "./presets-field"

type Splits = LinkDraft["splits"]

/** Who else gets a part of each payment. */
export function SplitsField({ value, onChange }: { value: Splits; onChange: (splits: Splits) => void }) {
  const t = useTexts(LINKS).form
  const replace = (index: number, change: Partial<Splits[number]>) =>
    onChange(value.map((old, i) => (i === index ? { ...old, ...change } : old)))
  return (
    <fieldset className="space-y-3" data-testid="splits-field">
      <legend className="text-sm font-medium">{t.splits}</legend>
      <p className="text-sm text-muted">{t.splitsHint}</p>
      {value.map(({ receiver, percent }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a share has no name but its place
        <div key={index} className="flex items-end gap-2">
          <Field
            label={t.splitTo(index + 1)}
            value={receiver}
            onChange={({ target }) => replace(index, { receiver: target.value })}
            className="min-w-0 flex-1"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <Field
            label={t.splitPercent}
            value={percent}
            onChange={({ target }) => replace(index, { percent: target.value })}
            aria-invalid={percent !== "" && readPercent(percent) === undefined ? true : undefined}
            title={t.badPercent}
            className="w-24"
            inputMode="decimal"
            suffix="%"
          />
          <Remove
            label={`${t.remove}: ${t.splitTo(index + 1)}`}
            onClick={() => onChange(value.filter((_, i) => i !== index))}
          />
        </div>
      ))}
      <Button
        variant="ghost"
        onClick={() => onChange([...value, { receiver: "", percent: "" }])}
        data-testid="add-split"
      >
        <Plus aria-hidden className="size-5" />
        {t.addSplit}
      </Button>
    </fieldset>
  )
}
