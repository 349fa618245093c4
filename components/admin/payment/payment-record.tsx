"use client"

import { ArrowLeft } from "lucide-react"
import Link from "next/link"
import { ADMIN } from "@/components/messages/admin"
import { PAYMENTS } from "@/components/messages/payments"
import { useTexts } from "@/components/messages/provider"
import { MoneyLine } from "@/components/payment/money-line"
import { PAYMENT_TONES } from "@/components/payment/payment-tones"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Chip } from "@/components/ui/chip"
import { Notice } from "@/components/ui/notice"
import { ApiError } from "@/lib/client/http"
import { usePaymentRecord } from "@/lib/client/operator-queries"
import { receiptPath } from "@/lib/client/paths"
import { useConfig } from "@/lib/client/queries"
import { EndTransaction } from "../end-transaction"
import { Section } from "../section"
import { Facts } from "./facts"
import { Ledger } from "./ledger"
import { Payouts } from "./payouts"
import { RefundRecord } from "./refund-record"
import { Shares } from "./shares"
import { Timeline } from "./timeline"
import { Transaction } from "./transaction"

/** One payment: what an operator needs who is asked where somebody's money is. */
export function PaymentRecord({ id }: { id: number }) {
  const admin = useTexts(ADMIN)
  const t = admin.payment
  const { money } = useTexts(PAYMENTS)
  const { data: config } = useConfig()
  const query = usePaymentRecord(id)
  const record = query.data
  const isMissing = query.error instanceof ApiError && query.error.code === "NOT_FOUND"
  return (
    <div className="space-y-6">
      <Link
        href="/admin/payments"
        className="inline-flex min-h-11 items-center gap-2 text-sm font-medium text-muted hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t.back}
      </Link>
      {isMissing ? (
        <Notice title={t.missing} testId="no-payment" />
      ) : (
        <Section id="payment" title={t.title(id)} query={query}>
          {record ? (
            <div className="space-y-6" data-testid="payment-record" data-status={record.payment.status}>
              <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <span className="w-full text-3xl font-semibold">
                  <Amount large shannons={record.payment.amount} unitClassName="text-lg font-medium text-muted" />
                </span>
                <Chip tone={PAYMENT_TONES[record.payment.status]}>
                  {admin.payments.statuses[record.payment.status]}
                </Chip>
                {record.payment.status === "confirmed" ? (
                  <Button asChild variant="secondary">
                    <Link href={receiptPath(id)}>{t.receipt}</Link>
                  </Button>
                ) : null}
                {record.payment.status === "submitted" ? <EndTransaction kind="payment" id={id} /> : null}
                {record.payment.status === "confirmed" ? <RefundRecord payment={record.payment} /> : null}
              </div>
              {record.payment.steps.signed_at === null ? null : (
                <Card>
                  <h3 className="mb-3 font-semibold">{money.title}</h3>
                  <MoneyLine payment={record.payment} explorer={config?.explorer_url} />
                </Card>
              )}
              <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
                <Card>
                  <Timeline record={record} />
                </Card>
                <Card>
                  <Facts record={record} />
                </Card>
              </div>
              <Shares record={record} />
              <Payouts payouts={record.payouts} />
              <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
                <Card>
                  <Transaction record={record} />
                </Card>
                <Card>
                  <Ledger ledger={record.ledger} />
                </Card>
              </div>
            </div>
          ) : null}
        </Section>
      )}
    </div>
  )
}
