"use client"

import { Download } from "lucide-react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import type { Filters } from "./search-box"

interface PeriodFieldsProps {
  filters: Filters<"from" | "to">
  change: (next: Partial<Filters<"from" | "to">>) => void
}

/** The first and the last day of what a list shows. */
export function PeriodFields({ filters, change }: PeriodFieldsProps) {
  const t = useTexts(ADMIN).search
  return (
    <>
      {(["from", "to"] as const).map((end) => (
        <Field
          key={end}
          label={t[end]}
          type="date"
          value={filters[end] ?? ""}
          onChange={(event) => change({ [end]: event.target.value || null })}
        />
      ))}
    </>
  )
}

/** The same list as a file. */
export function CsvLink({ href, name }: { href: string; name: string }) {
  const t = useTexts(ADMIN).search
  return (
    <Button asChild variant="secondary">
      <a href={href} download={`${name}.csv`} data-testid={`${name}-csv`}>
        <Download aria-hidden className="size-4" />
        {t.csv}
      </a>
    </Button>
  )
}
