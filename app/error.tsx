"use client"

import Link from "next/link"
import { useEffect } from "react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Page } from "@/components/ui/page"

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useMessages().common
  useEffect(() => console.error(error), [error])
  // The bundler's name for code that did not come: the connection broke, or the server runs a newer build. It never
  // asks for it twice.
  const isIncomplete = error instanceof Error && error.name === "ChunkLoadError"
  const { title, text } = isIncomplete ? t.incomplete : t.crashed
  return (
    <Page narrow>
      <h1 className="text-2xl font-semibold">{title}</h1>
      <p className="mt-2 text-muted">{text}</p>
      <div className="mt-6 flex flex-wrap gap-2">
        {isIncomplete ? (
          <Button onClick={() => window.location.reload()}>{t.incomplete.action}</Button>
        ) : (
          <Button onClick={retry}>{t.tryAgain}</Button>
        )}
        <Button asChild variant="secondary">
          <Link href="/">{t.backHome}</Link>
        </Button>
      </div>
    </Page>
  )
}
