import { cx } from "./cx"

const TONES = {
  neutral: "bg-sunken text-ink [--dot:var(--line-strong)]",
  accent: "bg-accent-soft text-accent-ink [--dot:var(--accent)]",
  warn: "bg-warn-soft text-warn-ink [--dot:var(--warn-ink)]",
  danger: "bg-danger-soft text-danger-ink [--dot:var(--danger)]",
} as const

export type Tone = keyof typeof TONES

/** A state: a dot and a word, so that colour never carries the meaning alone. */
export function Chip({ tone, children, testId }: { tone: Tone; children: React.ReactNode; testId?: string }) {
  return (
    <span
      data-testid={testId}
      className={cx(
        "inline-flex max-w-full items-center gap-2 rounded-2xl px-2.5 py-0.5 text-sm font-medium leading-5 sm:whitespace-nowrap",
        TONES[tone],
      )}
    >
      <span aria-hidden className="size-2 shrink-0 rounded-full bg-(--dot)" />
      {children}
    </span>
  )
}
