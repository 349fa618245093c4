"use client"

import { useTexts } from "@/components/messages/provider"
import { SOLVENCY } from "@/components/messages/solvency"
import { Amount } from "@/components/ui/amount"
import { LocalTime } from "@/components/ui/local-time"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { TransactionHash } from "@/components/ui/transaction-hash"
import type { Epoch } from "@/lib/client/types"
import { grouped } from "./grouped"

const WHEN = { dateStyle: "medium", timeStyle: "long" } as const

/** @param epochs newest first, from the newest on */
export function EpochTable({ epochs, explorer }: { epochs: Epoch[]; explorer: string | null | undefined }) {
  const t = useTexts(SOLVENCY)
  const columns = [
    { name: t.block },
    { name: t.time },
    { name: t.owed, right: true },
    { name: t.held, right: true },
    { name: t.anchor },
  ]
  /** Each proof names the one before, so it is bound by the next one whose hash is on the chain. */
  const waits = (at: number) => {
    const next = epochs.slice(0, at).findLast(({ anchor }) => anchor !== null)
    return next ? t.anchorLater(grouped(next.block_number)) : t.anchorNone
  }
  return (
    <CardTable caption={t.newest.caption} columns={columns} testId="epochs">
      {epochs.map(({ block_number: block, created_at: time, owed, held, anchor }, at) => (
        <CardRow key={block} data-testid="epoch">
          <CardCell name={t.block}>{grouped(block)}</CardCell>
          <CardCell name={t.time}>
            <LocalTime time={time} format={WHEN} />
          </CardCell>
          <CardCell name={t.owed} right>
            <Amount shannons={owed} />
          </CardCell>
          <CardCell name={t.held} right>
            <Amount shannons={held} />
          </CardCell>
          <CardCell name={t.anchor}>
            {anchor === null ? (
              <span className="text-muted">{waits(at)}</span>
            ) : (
              <TransactionHash
                hash={anchor.tx_hash}
                label={t.anchorHash}
                copyLabel={t.copyAnchorHash}
                explorer={explorer}
              />
            )}
          </CardCell>
        </CardRow>
      ))}
    </CardTable>
  )
}
