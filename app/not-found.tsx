import Link from "next/link"
import { en } from "@/components/messages/en"
import { Button } from "@/components/ui/button"
import { Page } from "@/components/ui/page"

export default function NotFound() {
  const t = en.common
  return (
    <Page narrow>
      <title>{t.notFound.title}</title>
      <h1 className="text-2xl font-semibold">{t.notFound.title}</h1>
      <p className="mt-2 text-muted">{t.notFound.text}</p>
      <Button asChild className="mt-6">
        <Link href="/">{t.backHome}</Link>
      </Button>
    </Page>
  )
}
