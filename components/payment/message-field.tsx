"use client"

import { Pencil } from "lucide-react"
import { useId, useRef, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"

const MAX_MESSAGE = 200

interface MessageFieldProps {
  value: string
  onChange: (message: string) => void
}

/** What the payer writes to the payee: out of the way until somebody wants to, and taken over when they are done. */
export function MessageField({ value, onChange }: MessageFieldProps) {
  const t = useMessages().order.message
  const id = useId()
  const opener = useRef<HTMLButtonElement>(null)
  const [draft, setDraft] = useState<string | null>(null)
  const done = () => {
    onChange((draft ?? "").trim())
    setDraft(null)
    // The field that had the focus is gone.
    window.requestAnimationFrame(() => opener.current?.focus())
  }
  if (draft === null) {
    return (
      <div>
        {value ? (
          <blockquote
            aria-label={t.label}
            className="border-l-2 border-accent pl-3 whitespace-pre-wrap wrap-anywhere"
            data-testid="message"
          >
            {value}
          </blockquote>
        ) : null}
        <button
          ref={opener}
          type="button"
          data-testid="add-message"
          onClick={() => setDraft(value)}
          className="inline-flex min-h-11 items-center gap-2 text-sm font-medium text-muted underline hover:text-ink"
        >
          <Pencil aria-hidden className="size-4" />
          {value ? t.change : t.add}
        </button>
      </div>
    )
  }
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {t.label}
      </label>
      <textarea
        id={id}
        // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
        autoFocus
        rows={2}
        value={draft}
        maxLength={MAX_MESSAGE}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={() => onChange(draft.trim())}
        data-testid="message-field"
        className="block w-full rounded-lg border border-line-strong bg-surface px-3 py-2 text-base text-ink"
      />
      <p id={`${id}-hint`} className="mt-1 text-sm text-muted">
        {t.hint}
      </p>
      <Button variant="secondary" className="mt-2" onClick={done} data-testid="save-message">
        {t.save}
      </Button>
    </div>
  )
}
