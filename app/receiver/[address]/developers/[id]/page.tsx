import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { PROJECTS } from "@/components/messages/projects"
import { getTexts } from "@/components/messages/server"
import { Developers } from "@/components/receiver/developers"

interface Props {
  params: Promise<{ address: string; id: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  const { title } = await getTexts(PROJECTS)
  return { title, robots: { index: false, follow: false } }
}

export default async function ProjectOfReceiverPage({ params }: Props) {
  const { address, id } = await params
  if (!/^\d{1,15}$/.test(id)) notFound()
  return <Developers address={address} projectId={Number(id)} />
}
