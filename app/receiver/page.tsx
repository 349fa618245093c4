import type { Metadata } from "next"
import { LANDING } from "@/components/messages/landing"
import { getTexts } from "@/components/messages/server"
import { ReceiverStart } from "@/components/receiver/receiver-start"
import { Card } from "@/components/ui/card"
import { Page } from "@/components/ui/page"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTexts(LANDING)).receive.title }
}

export default async function ReceiverEntryPage() {
  const t = (await getTexts(LANDING)).receive
  return (
    <Page narrow>
      <Card aria-labelledby="receive-title">
        <h1 id="receive-title" className="text-2xl font-semibold">
          {t.title}
        </h1>
        <p className="mt-1 mb-6 text-muted">{t.text}</p>
        <ReceiverStart />
      </Card>
    </Page>
  )
}
