import type { Metadata } from "next"
import { Suspense } from "react"
import { RECEIVER } from "@/components/messages/receiver"
import { getTexts } from "@/components/messages/server"
import { ReceiverSkeleton } from "@/components/receiver/receiver-skeleton"
import { StatementSheet } from "@/components/receiver/statement-sheet"
import { shorten } from "@/lib/client/format"
import { getConfig } from "@/lib/runtime"

interface Props {
  params: Promise<{ address: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { address } = await params
  const t = (await getTexts(RECEIVER)).statement.sheet
  return { title: `${t.title} · ${shorten(address)}`, robots: { index: false, follow: false } }
}

export default async function StatementPage({ params }: Props) {
  const { address } = await params
  return (
    <Suspense fallback={<ReceiverSkeleton />}>
      <StatementSheet address={address} issuer={getConfig().operator.name} />
    </Suspense>
  )
}
