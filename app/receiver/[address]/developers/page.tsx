import type { Metadata } from "next"
import { PROJECTS } from "@/components/messages/projects"
import { getTexts } from "@/components/messages/server"
import { Developers } from "@/components/receiver/developers"

interface Props {
  params: Promise<{ address: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  const { title } = await getTexts(PROJECTS)
  return { title, robots: { index: false, follow: false } }
}

export default async function DevelopersOfReceiverPage({ params }: Props) {
  const { address } = await params
  return <Developers address={address} />
}
