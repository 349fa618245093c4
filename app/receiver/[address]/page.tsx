import type { Metadata } from "next"
import { RECEIVER } from "@/components/messages/receiver"
import { getTexts } from "@/components/messages/server"
import { ReceiverDashboard } from "@/components/receiver/receiver-dashboard"
import { shorten } from "@/lib/client/format"

interface Props {
  params: Promise<{ address: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { address } = await params
  const t = await getTexts(RECEIVER)
  return { title: t.title(shorten(address)), robots: { index: false, follow: false } }
}

export default async function ReceiverPage({ params }: Props) {
  const { address } = await params
  return <ReceiverDashboard address={address} />
}
