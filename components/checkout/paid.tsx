"use client"

import { Check, ReceiptText } from "lucide-react"
import Link from "next/link"
import { useEffect, useRef } from "react"
import { PAYMENTS } from "@/components/messages/payments"
import { useMessages, useTexts } from "@/components/messages/provider"
import { ExplorerButton } from "@/components/payment/explorer-button"
import { MoneyLine } from "@/components/payment/money-line"
import { ShareReceipt } from "@/components/payment/share-receipt"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { ExactTime } from "@/components/ui/exact-time"
import { Page } from "@/components/ui/page"
import { Shortened } from "@/components/ui/shortened"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { PAYMENTS_PATH, receiptPath } from "@/lib/client/paths"
import { readSavedPayment } from "@/lib/client/saved-payments"
import type { Config, PaymentLink, PaymentWithAccounts } from "@/lib/client/types"
import { BackToMerchant } from "./back-to-merchant"
import { leadsToOpener, tellPaid, useOpener } from "./opener"
import { PayersWords } from "./payers-words"

interface PaidProps {
  payment: PaymentWithAccounts
  config: Config
  link: PaymentLink | undefined
  /** it was paid while the page was open */
  isFresh: boolean
}

/** The end of a checkout: it is paid. What the payer keeps is the receipt, on a page of its own. */
export function Paid({ payment, config, link, isFresh }: PaidProps) {
  const { checkout: t, order } = useMessages()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const opener = useOpener()
  useEffect(() => {
    if (opener) tellPaid(payment)
  }, [opener, payment])
  const kept = useTexts(PAYMENTS).receipt
  const amount = BigInt(payment.amount)
  // A link's `info` is the merchant's own; what the payer has read is its note.
  const note = payment.link ? payment.link.note : payment.info
  return (
    <Page narrow>
      <Card aria-label={t.receipt.paid} data-testid="paid" data-status={payment.status}>
        {link?.at_counter ? <PayersWords payment={payment} isFresh={isFresh} /> : null}
        <div className="text-center" role="status">
          <span
            aria-hidden
            className="step-done mx-auto flex size-16 items-center justify-center rounded-full bg-accent text-on-accent print:hidden"
          >
            <Check className="size-8" />
          </span>
          <h1 ref={heading} tabIndex={-1} className="mt-4 text-lg font-semibold">
            {t.receipt.paid}
          </h1>
          <p className="mt-1 text-4xl font-semibold tracking-tight">
            <Amount large shannons={amount} unitClassName="text-xl font-medium text-muted" testId="paid-amount" />
          </p>
          <p className="mt-1 text-sm text-muted wrap-anywhere">{link ? kept.creditedTo(link.title) : kept.credited}</p>
        </div>
        {leadsToOpener(opener, payment) ? (
          <BackToMerchant host={opener.host} onLeave={opener.close} isFresh={isFresh} />
        ) : link && payment.return_url ? (
          <BackToMerchant target={payment.return_url} title={link.title} isFresh={isFresh} />
        ) : null}
        <DetailList className="mt-6 border-y border-line">
          {link ? <Detail name={t.link.paidFor}>{link.title}</Detail> : null}
          <Detail name={t.payee}>
            <Shortened text={payment.receiver} label={t.payee} copyLabel={t.copyAddress} />
          </Detail>
          {payment.reference ? <Detail name={order.reference}>{payment.reference}</Detail> : null}
          {note ? <Detail name={t.note}>{note}</Detail> : null}
          {payment.message ? <Detail name={order.message.title}>{payment.message}</Detail> : null}
          <Detail name={t.receipt.total} strong>
            <Amount shannons={amount + BigInt(payment.network_fee)} testId="paid-total" />
          </Detail>
          <Detail name={t.receipt.paidAt}>
            <ExactTime time={payment.updated_at} />
          </Detail>
          <Detail name={t.review.hash}>
            <TransactionHash
              hash={payment.tx_hash}
              label={t.review.hash}
              copyLabel={t.review.copyHash}
              testId="tx-hash"
            />
          </Detail>
        </DetailList>
        <div className="mt-4 print:hidden">
          <MoneyLine payment={payment} explorer={config.explorer_url} />
        </div>
        <div className="print:hidden mt-6 flex flex-wrap gap-2">
          <Button asChild variant="secondary" className="grow basis-40">
            <Link href={receiptPath(payment.id)} data-testid="to-receipt">
              <ReceiptText aria-hidden className="size-5" />
              {t.receipt.title}
            </Link>
          </Button>
          <ShareReceipt id={payment.id} clientSecret={readSavedPayment(payment.id)?.clientSecret ?? null} />
          <ExplorerButton config={config} hash={payment.tx_hash} />
          {payment.return_url ? null : (
            <Button asChild variant="ghost" className="grow basis-40">
              <Link href={PAYMENTS_PATH} data-testid="done">
                {kept.done}
              </Link>
            </Button>
          )}
        </div>
      </Card>
    </Page>
  )
}
