import type { Metadata } from "next"
import { Suspense } from "react"
import { RECEIVER } from "@/components/messages/receiver"
import { getTexts } from "@/components/messages/server"
import { readMonth } from "@/components/receiver/months"
import { ReceiverSkeleton } from "@/components/receiver/receiver-skeleton"
import { StatementSheet } from "@/components/receiver/statement-sheet"
import { shorten } from "@/lib/client/format"
import { getConfig } from "@/lib/runtime"

interface Props {
  params: Promise<{ address: string }>
  searchParams: Promise<{ month?: string | string[] }>
}

/** With the month, as the page itself says it: what the head brings may come after what the page has set. */
export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { address } = await params
  const { month } = await searchParams
  const t = (await getTexts(RECEIVER)).statement.sheet
  const shown = readMonth(typeof month === "string" ? month : null, new Date())
  return { title: `${t.title} ${shown} · ${shorten(address)}`, robots: { index: false, follow: false } }
}

export default async function StatementPage({ params }: Props) {
  const { address } = await params
  return (
    <Suspense fallback={<ReceiverSkeleton />}>
      <StatementSheet address={address} issuer={getConfig().operator.name} />
    </Suspense>
  )
}
