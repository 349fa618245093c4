import type { Metadata } from "next"
import Link from "next/link"
import { getMessages } from "@/components/messages/server"
import { Button } from "@/components/ui/button"
import { Page } from "@/components/ui/page"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMessages()).common.notFound.title }
}

export default async function NotFound() {
  const t = (await getMessages()).common
  return (
    <Page narrow>
      <h1 className="text-2xl font-semibold">{t.notFound.title}</h1>
      <p className="mt-2 text-muted">{t.notFound.text}</p>
      <Button asChild className="mt-6">
        <Link href="/">{t.backHome}</Link>
      </Button>
    </Page>
  )
}
