"use client"

import { Download } from "lucide-react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { urlOf } from "@/lib/client/call"

/** A month's statement as a table, to be kept. */
export function StatementFile({ address, month }: { address: string; month: string }) {
  const t = useTexts(RECEIVER).statement
  return (
    <Button asChild variant="secondary">
      <a href={urlOf("/api/statement/{address}", { address }, { month, format: "csv" })} download>
        <Download aria-hidden className="size-5" />
        {t.csv}
      </a>
    </Button>
  )
}
