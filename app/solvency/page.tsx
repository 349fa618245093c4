import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { headers } from "next/headers"
import { getMessages, getTexts } from "@/components/messages/server"
import { SOLVENCY } from "@/components/messages/solvency"
import { Explain } from "@/components/solvency/explain"
import { grouped } from "@/components/solvency/grouped"
import { Solvency } from "@/components/solvency/solvency"
import { Page } from "@/components/ui/page"
import { displayCkb } from "@/lib/client/format"
import { EPOCHS_A_PAGE, QUERY_KEYS } from "@/lib/client/query-keys"
import { mostReceivers } from "@/lib/proof/liabilities"
import { getConfig } from "@/lib/runtime"
import { firstEpoch, listEpochs } from "@/lib/solvency/query"
import { currentTip } from "@/lib/transaction/tip"
import { GET as getEpochs } from "../api/solvency/route"
import { askRoute, firstReplies } from "../first-replies"
import { previewOf } from "../preview"
import { readForPage } from "../read-for-page"

/** What stands where the page's address is posted: the figures themselves. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTexts(SOLVENCY)
  const { siteTitle } = (await getMessages()).common
  const newest = await readForPage(async (ctx) => (await listEpochs(ctx, { limit: 1 })).items[0])
  const description = newest
    ? t.preview(
        displayCkb(newest.owed.total),
        grouped(mostReceivers(Number(newest.owed.leaves))),
        displayCkb(newest.held.total),
        grouped(Number(newest.block.number)),
      )
    : t.intro
  return previewOf({ title: t.title, description, picture: "/opengraph-image.png", alt: siteTitle })
}

/** How far the chain is, and since when there are proofs. */
async function readBounds() {
  const read = await readForPage(async (ctx) => ({ tip: await currentTip(ctx), first: await firstEpoch(ctx) }))
  return {
    tip: read?.tip && Number(read.tip.number),
    since: read?.first && { block: Number(read.first.block), time: read.first.createdAt.toISOString() },
  }
}

export default async function SolvencyPage() {
  const t = await getTexts(SOLVENCY)
  const { solvencyBlocks, publicOrigin, openReads } = getConfig()
  const [reply, bounds] = await Promise.all([
    askRoute(getEpochs, `/api/solvency?limit=${EPOCHS_A_PAGE}`, {}),
    readBounds(),
  ])
  const state = await firstReplies([{ key: QUERY_KEYS.epochs(), reply }])
  const host = (await headers()).get("host") ?? "localhost"
  return (
    <Page>
      <h1 className="text-3xl font-semibold">{t.title}</h1>
      <p className="mt-4 mb-8 max-w-3xl text-lg leading-8 text-muted text-pretty">{t.intro}</p>
      <HydrationBoundary state={state}>
        <Solvency every={solvencyBlocks} {...bounds} />
      </HydrationBoundary>
      <Explain origin={publicOrigin ?? `http://${host}`} openReads={openReads} />
    </Page>
  )
}
