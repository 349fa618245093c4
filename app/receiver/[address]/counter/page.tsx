import type { Metadata } from "next"
import { Suspense } from "react"
import { RECEIVE } from "@/components/messages/receive"
import { getTexts } from "@/components/messages/server"
import { Counter } from "@/components/receiver/counter"
import { ReceiverSkeleton } from "@/components/receiver/receiver-skeleton"
import { shorten } from "@/lib/client/format"

interface Props {
  params: Promise<{ address: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { address } = await params
  const t = await getTexts(RECEIVE)
  return { title: t.counter.page(shorten(address)), robots: { index: false, follow: false } }
}

export default async function CounterPage({ params }: Props) {
  const { address } = await params
  return (
    <Suspense fallback={<ReceiverSkeleton />}>
      <Counter address={address} />
    </Suspense>
  )
}
