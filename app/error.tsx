"use client"

import Link from "next/link"
import { useEffect } from "react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Page } from "@/components/ui/page"

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useMessages().common
  useEffect(() => console.error(error), [error])
  return (
    <Page narrow>
      <h1 className="text-2xl font-semibold">{t.crashed.title}</h1>
      <p className="mt-2 text-muted">{t.crashed.text}</p>
      <div className="mt-6 flex flex-wrap gap-2">
        <Button onClick={retry}>{t.tryAgain}</Button>
        <Button asChild variant="secondary">
          <Link href="/">{t.backHome}</Link>
        </Button>
      </div>
    </Page>
  )
}
