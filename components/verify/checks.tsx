"use client"

import { Check, Minus, X } from "lucide-react"
import { PROOF } from "@/components/messages/proof"
import { useTexts } from "@/components/messages/provider"
import { cx } from "@/components/ui/cx"
import { CHAIN_FAILURES } from "@/lib/proof/verify"
import type { useProof } from "./use-proof"

const MARKS = {
  holds: { Icon: Check, look: "text-accent-ink" },
  fails: { Icon: X, look: "text-danger-ink" },
  open: { Icon: Minus, look: "text-muted" },
} as const

/** What was looked at, a line each, in its order: what comes behind the first thing that is wrong was not. */
export function Checks({ proof: { data } }: { proof: ReturnType<typeof useProof> }) {
  const t = useTexts(PROOF).checks
  const codes: readonly string[] = CHAIN_FAILURES
  const failed = data && !data.ok ? codes.indexOf(data.code) : codes.length
  return (
    <>
      <h2 id="checks" className="mb-2 text-lg font-semibold">
        {t.title}
      </h2>
      <ol className="divide-y divide-line border-y border-line text-sm" data-testid="checks">
        {CHAIN_FAILURES.map((code, place) => {
          const mark = !data || place > failed ? "open" : place === failed ? "fails" : "holds"
          const { Icon, look } = MARKS[mark]
          return (
            <li key={code} data-mark={mark} className="flex items-baseline gap-3 py-3">
              <Icon aria-hidden className={cx("size-4 shrink-0 self-center", look)} />
              <span className="min-w-0 flex-1">{t.names[code]}</span>
              <span className={cx("shrink-0 font-medium", look)}>{t[mark]}</span>
            </li>
          )
        })}
      </ol>
    </>
  )
}
