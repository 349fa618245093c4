"use client"

import { useTexts } from "@/components/messages/provider"
import { SOLVENCY } from "@/components/messages/solvency"
import { Prose } from "@/components/ui/code"
import { Freshness } from "@/components/ui/freshness"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { useConfig } from "@/lib/client/queries"
import { useEpochs, useTip } from "@/lib/client/solvency-queries"
import type { Epoch } from "@/lib/client/types"
import type { Hex } from "@/lib/hex"
import { staleAfter } from "@/packages/audit/src/stale"
import { grouped } from "./grouped"
import { History } from "./history"
import { type Since, Standing } from "./standing"

interface SolvencyProps {
  /** a proof is due every so many blocks; 0: never */
  every: number
  /** the newest block when the page was drawn; undefined while the server does not know */
  tip: number | undefined
  /** undefined when there was none */
  since: Since | undefined
}

/** What the platform owes and holds, from its newest proof, and how that was before. */
export function Solvency({ every, tip: firstTip, since }: SolvencyProps) {
  const epochs = useEpochs()
  const tip = useTip(firstTip).data
  const explorer = useConfig().data?.explorer_url
  if (!epochs.data) return epochs.isError ? <ProblemNotice error={epochs.error} /> : <SolvencySkeleton />
  const [newest] = epochs.data
  if (!newest) return <NoProof every={every} tip={tip} />
  const first = since ?? oldest(epochs.data)
  return (
    <div className="space-y-10">
      <div className="space-y-4">
        <Freshness query={epochs} />
        <Age newest={newest} every={every} tip={tip} />
        <Standing epochs={epochs.data} newest={newest} every={every} since={first} explorer={explorer} />
      </div>
      <History newest={epochs.data} explorer={explorer} />
    </div>
  )
}

/** Before the page was drawn there was none, so all are in the list. */
function oldest(epochs: Epoch[]): Since | undefined {
  const last = epochs.at(-1)
  return last && { block: last.block_number, time: last.created_at }
}

/** Where the newest proof says nothing of today. */
function Age({ newest, every, tip }: { newest: Epoch } & Omit<SolvencyProps, "since">) {
  const t = useTexts(SOLVENCY)
  const block = { number: BigInt(newest.block_number), hash: newest.block_hash as Hex }
  const isStale = tip !== undefined && tip > staleAfter({ block, every: BigInt(newest.every) })
  const texts = [
    ...(every === 0 ? [t.off.last] : []),
    ...(isStale ? [t.stale.text(grouped(newest.block_number), grouped(tip), grouped(newest.every))] : []),
  ]
  if (texts.length === 0) return null
  return (
    <Notice tone="warn" title={t.stale.title} testId="solvency-stale">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  )
}

function NoProof({ every, tip }: Omit<SolvencyProps, "since">) {
  const t = useTexts(SOLVENCY)
  if (every === 0)
    return (
      <Notice tone="warn" title={t.off.title} testId="solvency-off">
        <p>
          <Prose text={t.off.text} />
        </p>
      </Notice>
    )
  return (
    <Notice title={t.none.title} testId="solvency-none">
      <p>{comingText(t.none, every, tip)}</p>
    </Notice>
  )
}

/** The newest block that is due is made first, whatever came before it. */
function comingText(t: (typeof SOLVENCY)["en"]["none"], every: number, tip: number | undefined): string {
  if (tip === undefined) return t.unknown
  const block = Math.max(every, tip - (tip % every))
  return block > tip ? t.comes(grouped(block), grouped(tip)) : t.soon(grouped(block))
}

function SolvencySkeleton() {
  return (
    <div className="space-y-4" aria-busy="true">
      <Skeleton className="h-64 w-full rounded-2xl" />
      <Skeleton className="h-44 w-full" />
    </div>
  )
}
