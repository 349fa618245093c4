"use client"

import { useTexts } from "@/components/messages/provider"
import { SOLVENCY } from "@/components/messages/solvency"
import { Button } from "@/components/ui/button"
import { Freshness } from "@/components/ui/freshness"
import { mergeEpochs, useEpochHistory } from "@/lib/client/solvency-queries"
import type { Epoch } from "@/lib/client/types"
import { EpochTable } from "./epoch-table"
import { grouped } from "./grouped"
import { HistoryChart } from "./history-chart"

const IN_TABLE = 5

/** How it was before: as a chart, and the newest proofs with where each can be looked up. */
export function History({ newest, explorer }: { newest: Epoch[]; explorer: string | null | undefined }) {
  const t = useTexts(SOLVENCY)
  const history = useEpochHistory()
  const older = history.data?.pages.flatMap(({ data }) => data) ?? []
  const epochs = mergeEpochs(newest, older)
  const short = epochs.filter(({ owed, held }) => BigInt(held) < BigInt(owed)).length
  const count = grouped(epochs.length)
  return (
    <>
      <section aria-labelledby="history-title">
        <h2 id="history-title" className="text-lg font-semibold">
          {t.history.title}
        </h2>
        <Freshness query={history} />
        <p className="mt-1 mb-4 text-sm text-muted" data-testid="history-sentence">
          {short === 0 ? t.history.all(count) : t.history.some(grouped(short), count)}
        </p>
        <HistoryChart epochs={epochs.toReversed()} />
        {history.hasNextPage ? (
          <Button variant="ghost" busy={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
            {t.history.older}
          </Button>
        ) : null}
      </section>
      <section aria-labelledby="newest-title">
        <h2 id="newest-title" className="mb-4 text-lg font-semibold">
          {t.newest.title}
        </h2>
        <EpochTable epochs={epochs.slice(0, IN_TABLE)} explorer={explorer} />
      </section>
    </>
  )
}
