import type { Metadata } from "next"
import { DocsIndex } from "@/components/developers/docs-index"
import { GUIDES, readGuide } from "@/components/developers/guide"
import { DEVELOPERS } from "@/components/messages/developers"
import { getTexts } from "@/components/messages/server"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTexts(DEVELOPERS)).docs.title }
}

export default function DocsPage() {
  return <DocsIndex guides={GUIDES.map(readGuide)} />
}
