"use client"

import Link from "next/link"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { PAYMENT_TONES } from "@/components/payment/payment-tones"
import { Amount } from "@/components/ui/amount"
import { Chip } from "@/components/ui/chip"
import { LoadMore } from "@/components/ui/load-more"
import { Sums, withoutNothing } from "@/components/ui/sums"
import { Cell, Table } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { urlOf } from "@/lib/client/call"
import { shorten } from "@/lib/client/format"
import { usePayments, usePaymentsTotal } from "@/lib/client/operator-queries"
import { recordPath } from "@/lib/client/paths"
import type { Payment } from "@/lib/client/types"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { endOfDay, startOfDay } from "./days"
import { CsvLink, PeriodFields } from "./list-tools"
import { SearchBox, useFilters } from "./search-box"
import { Section } from "./section"

const FILTERS = ["status", "search", "from", "to", "unsigned"] as const

export function PaymentsSection() {
  const admin = useTexts(ADMIN)
  const t = admin.payments
  const state = useFilters(FILTERS)
  const { filters, change } = state
  const asked = { ...filters, from: startOfDay(filters.from), to: endOfDay(filters.to) }
  const query = usePayments(asked)
  const rows = query.data?.pages.flatMap((page) => page.data)
  const isFiltered = FILTERS.some((name) => filters[name] !== null)
  return (
    <>
      <SearchBox
        label={t.by}
        hint={t.byHint}
        state={state}
        statuses={PAYMENT_STATUSES.map((value) => ({ value, name: t.statuses[value] }))}
      >
        <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
          <PeriodFields filters={filters} change={change} />
          <label className="flex min-h-11 items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-5 accent-(--accent)"
              checked={filters.unsigned !== null}
              onChange={(event) => change({ unsigned: event.target.checked ? "true" : null })}
            />
            {t.unsigned}
          </label>
        </div>
      </SearchBox>
      <Section
        id="payments"
        title={t.title}
        description={t.text}
        query={query}
        action={<CsvLink href={urlOf("/api/admin/payment.csv", {}, asked)} name="payments" />}
      >
        <PaymentsSum filters={filters} />
        {rows?.length === 0 ? <p className="py-4 text-muted">{isFiltered ? admin.search.nothing : t.empty}</p> : null}
        {rows && rows.length > 0 ? (
          <Table
            caption={t.caption}
            testId="payments"
            columns={[
              { name: t.what },
              { name: t.columns.sender, wideOnly: true },
              { name: t.columns.receiver, wideOnly: true },
              { name: t.columns.time, wideOnly: true },
              { name: t.columns.status, wideOnly: true },
              { name: t.columns.amount, right: true },
            ]}
          >
            {rows.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} />
            ))}
          </Table>
        ) : null}
        <LoadMore query={query} />
      </Section>
    </>
  )
}

/** What the payments of the shown days come to. They are counted by days alone: what is searched for has no sum. */
function PaymentsSum({ filters }: { filters: Record<(typeof FILTERS)[number], string | null> }) {
  const t = useTexts(ADMIN).payments.sum
  const isCounted = filters.status === null && filters.search === null && filters.unsigned === null
  const { data } = usePaymentsTotal(filters, isCounted)
  if (!isCounted || !data || data.count === 0) return null
  return (
    <div className="pb-4">
      <Sums
        testId="payments-sum"
        count={{ name: t.count, number: data.count }}
        sums={withoutNothing([
          { name: t.amount, shannons: data.amount },
          { name: t.fee, shannons: data.fee },
          { name: t.refunded, shannons: data.refunded },
        ])}
      />
    </div>
  )
}

/** Two lines on a phone: what it is and how much, from whom to whom and how far. */
function PaymentRow({ payment }: { payment: Payment }) {
  const t = useTexts(ADMIN).payments
  const { id, link, reference, info, message } = payment
  const about = [link?.title, reference, info, message].filter(Boolean).join(" · ")
  const status = <Chip tone={PAYMENT_TONES[payment.status]}>{t.statuses[payment.status]}</Chip>
  return (
    <tr data-testid="payment" data-status={payment.status} data-payment={id}>
      <Cell className="w-full max-w-0">
        <Link
          href={recordPath(id)}
          aria-label={t.open(id)}
          className="flex min-h-11 flex-col justify-center rounded-lg"
        >
          <span className="block truncate">
            <span className="font-medium text-accent-ink underline tabular-nums">{id}</span>
            {about ? ` · ${about}` : ""}
          </span>
          <span translate="no" className="block truncate text-muted sm:hidden">
            {shorten(payment.sender, 4, 4)} → {shorten(payment.receiver, 4, 4)}
          </span>
          <TimeAgo time={payment.created_at} className="block text-muted sm:hidden" />
        </Link>
      </Cell>
      <Cell wideOnly>
        <Address text={payment.sender} />
      </Cell>
      <Cell wideOnly>
        <Address text={payment.receiver} />
      </Cell>
      <Cell wideOnly className="text-muted">
        <TimeAgo time={payment.created_at} />
      </Cell>
      <Cell wideOnly>{status}</Cell>
      <Cell right className="font-semibold">
        <Amount shannons={payment.amount} />
        <span className="mt-1 block font-normal sm:hidden">{status}</span>
      </Cell>
    </tr>
  )
}

function Address({ text }: { text: string }) {
  return (
    <span translate="no" title={text} className="tabular-nums">
      {shorten(text, 8, 6)}
    </span>
  )
}
