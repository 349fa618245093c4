"use client"

import { useMessages } from "@/components/messages/provider"

/** What the merchant calls what is paid: the payer finds the order by it. */
export function OrderName({ reference }: { reference: string }) {
  const t = useMessages().order
  return (
    <p className="text-sm">
      <span className="text-muted">{t.reference}</span>{" "}
      <span className="font-medium wrap-anywhere" data-testid="reference">
        {reference}
      </span>
    </p>
  )
}
