"use client"

import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { displayCkb } from "@/lib/client/format"
import type { Entry, Ledger } from "@/lib/client/types"

/** Where the money of a payment is, from its block to the receiver's cell: a sentence a step, with its time. */
export function MoneyLine({ entry, ledger }: { entry: Entry; ledger: Ledger }) {
  const { locale } = useMessages()
  const t = useTexts(RECEIVER).entries.details
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" })
  // The lines of one event share a group, and a time: one sentence says them all.
  const booked = ledger.filter(({ group }, index) => ledger.findIndex((line) => line.group === group) === index)
  const steps = booked.map(({ group, event, created_at }) => ({
    key: `${group}`,
    time: created_at,
    text: t.booked[event],
  }))
  const shares = entry.parts.map((part, index) => ({
    key: `part ${index}`,
    time: part.tx_hash ? part.updated_at : null,
    text: t.parts[part.status](displayCkb(part.amount)),
  }))
  const isBooked = booked.length > 0
  const isVoid = entry.status === "void"
  return (
    <ol aria-label={t.where} className="space-y-3 text-sm" data-testid="money-line">
      {isBooked || isVoid ? null : <li className="text-muted">{t.notInBlock}</li>}
      {[...steps, ...(isBooked || isVoid ? shares : [])].map(({ key, time, text }) => (
        <li key={key}>
          <span className="block">{text}</span>
          {time ? (
            <time dateTime={time} className="text-muted">
              {format.format(new Date(time))}
            </time>
          ) : null}
        </li>
      ))}
    </ol>
  )
}
