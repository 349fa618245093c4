import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { isGuide, readGuide } from "@/components/developers/guide"
import { GuidePage } from "@/components/developers/guide-page"

interface Props {
  params: Promise<{ guide: string }>
}

async function guideOf({ params }: Props) {
  const { guide } = await params
  if (!isGuide(guide)) notFound()
  return readGuide(guide)
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { title, lead } = await guideOf(props)
  return { title, description: lead }
}

export default async function DocsGuidePage(props: Props) {
  return <GuidePage guide={await guideOf(props)} />
}
