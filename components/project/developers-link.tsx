"use client"

import Link from "next/link"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"

/** The way to an address's projects. It loads nothing of them. */
export function DevelopersLink({ address }: { address: string }) {
  const t = useTexts(RECEIVER)
  return (
    <Link
      href={`/receiver/${address}/developers`}
      prefetch={false}
      className="inline-flex min-h-11 items-center text-accent-ink underline"
      data-testid="developers-link"
    >
      {t.developers}
    </Link>
  )
}
