import type { Metadata } from "next"
import { Reference } from "@/components/developers/reference"
import { DEVELOPERS } from "@/components/messages/developers"
import { getTexts } from "@/components/messages/server"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTexts(DEVELOPERS)).docs.reference }
}

export default async function ReferencePage() {
  const { docs } = await getTexts(DEVELOPERS)
  return (
    <>
      <h1 className="sr-only">{docs.reference}</h1>
      <Reference loading={docs.loading} />
    </>
  )
}
