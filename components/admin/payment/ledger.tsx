"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Detail, DetailList } from "@/components/ui/detail-list"
import type { Ledger as Lines } from "@/lib/client/types"

/** What was booked, step by step. */
export function Ledger({ ledger }: { ledger: Lines }) {
  const t = useTexts(ADMIN).payment.ledger
  return (
    <>
      <h3 className="font-semibold">{t.title}</h3>
      <p className="mb-1 text-sm text-muted">{ledger.length === 0 ? t.none : t.text}</p>
      {ledger.length === 0 ? null : (
        <DetailList label={t.title}>
          {ledger.map((line) => (
            <Detail key={line.id} name={`${t.events[line.event]}: ${t.accounts[line.account]}`}>
              <Amount shannons={line.amount} />
            </Detail>
          ))}
        </DetailList>
      )}
    </>
  )
}
