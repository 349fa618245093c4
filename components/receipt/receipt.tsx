"use client"

import { Printer } from "lucide-react"
import { Activity, memo, useDeferredValue } from "react"
import { PAYMENTS } from "@/components/messages/payments"
import { useMessages, useTexts } from "@/components/messages/provider"
import { ExplorerButton } from "@/components/payment/explorer-button"
import { MoneyLine } from "@/components/payment/money-line"
import { type ShareOptions, ShareReceipt, useShareUrl } from "@/components/payment/share-receipt"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { ExactTime } from "@/components/ui/exact-time"
import { InTurn } from "@/components/ui/in-turn"
import { Mark } from "@/components/ui/mark"
import { Page } from "@/components/ui/page"
import { QrCode } from "@/components/ui/qr-code"
import { Shortened } from "@/components/ui/shortened"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { useMedia } from "@/components/ui/use-media"
import type { Config, PaymentWithAccounts } from "@/lib/client/types"
import { ENTRY_KINDS } from "@/lib/ledger/types"
import { Proof } from "./proof"

interface ReceiptProps {
  payment: PaymentWithAccounts
  config: Config
  /** what lets this browser read it, and hand it on */
  clientSecret: string | null
  shareKey: string | null
}

/**
 * What somebody keeps of a payment, on the screen and on paper: all that its commitment covers, so that it proves
 * itself.
 */
export const Receipt = memo(function Receipt({ payment, config, clientSecret, shareKey }: ReceiptProps) {
  const { checkout: t, common, order } = useMessages()
  const { money } = useTexts(PAYMENTS)
  const amount = BigInt(payment.amount)
  const share = { id: payment.id, clientSecret, shareKey }
  // A link's `info` is the merchant's own; what the payer has read is its note.
  const note = payment.link ? payment.link.note : payment.info
  return (
    <Page narrow className="print:max-w-none print:p-0">
      <Card aria-labelledby="receipt-title" data-testid="receipt">
        <header className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h1 id="receipt-title" className="text-2xl font-semibold">
            {t.receipt.title}
          </h1>
          <p className="font-medium tabular-nums">{t.receipt.number(payment.id)}</p>
          <p className="flex w-full items-center gap-2 text-sm text-muted">
            <Mark className="hidden size-6 print:block" />
            {common.siteName} · {common.networks[config.network]}
          </p>
        </header>
        <p className="mt-6 text-sm font-medium text-muted">{t.receipt.paid}</p>
        <p className="text-4xl font-semibold tracking-tight">
          <Amount large shannons={amount} unitClassName="text-xl font-medium text-muted" testId="receipt-amount" />
        </p>
        {/* Each is taken over by itself, as a small piece of work: that is all that Activity is for. */}
        <Activity>
          <DetailList className="mt-6 border-y border-line" label={t.receipt.title}>
            {payment.link ? <Detail name={t.link.paidFor}>{payment.link.title}</Detail> : null}
            {payment.reference ? <Detail name={order.reference}>{payment.reference}</Detail> : null}
            <ShortenedDetail
              name={t.receipt.from}
              text={payment.sender}
              copyLabel={t.copyAddress}
              testId="receipt-sender"
            />
            <ShortenedDetail name={t.payee} text={payment.receiver} copyLabel={t.copyAddress} testId="receipt-payee" />
            {note ? <Detail name={t.note}>{note}</Detail> : null}
            {payment.message ? <Detail name={order.message.title}>{payment.message}</Detail> : null}
            <Shares payment={payment} />
            <Detail name={t.networkFee}>
              <Amount shannons={payment.network_fee} />
            </Detail>
            <Detail name={t.receipt.total} strong>
              <Amount shannons={amount + BigInt(payment.network_fee)} testId="receipt-total" />
            </Detail>
            {payment.refunded === "0" ? null : (
              <Detail name={t.receipt.refunded}>
                <Amount shannons={payment.refunded} testId="receipt-refunded" />
              </Detail>
            )}
            <Detail name={t.receipt.paidAt}>
              <ExactTime time={payment.updated_at} testId="receipt-time" />
            </Detail>
            <Detail name={t.review.hash}>
              <TransactionHash
                hash={payment.tx_hash}
                label={t.review.hash}
                copyLabel={t.review.copyHash}
                testId="tx-hash"
              />
            </Detail>
            <ShortenedDetail
              name={t.receipt.commitment}
              text={payment.commitment}
              copyLabel={t.receipt.copyCommitment}
              testId="commitment"
            />
            {payment.salt ? (
              <ShortenedDetail
                name={t.receipt.salt}
                text={payment.salt}
                copyLabel={t.receipt.copySalt}
                testId="commitment-salt"
              />
            ) : null}
          </DetailList>
        </Activity>
        <p className="mt-2 text-xs text-muted">{t.receipt.commitmentText}</p>
        <Activity>
          <section aria-labelledby="money" className="mt-6 print:hidden">
            <h2 id="money" className="mb-2 font-semibold">
              {money.title}
            </h2>
            <MoneyLine payment={payment} explorer={config.explorer_url} />
          </section>
        </Activity>
        <div className="print:flex print:gap-6">
          <InTurn className="mt-6 h-90">
            <Proof {...share} />
          </InTurn>
          <OnPaper {...share} />
        </div>
        <div className="print:hidden mt-6 flex flex-wrap gap-2">
          <ShareReceipt {...share} />
          <Button variant="secondary" onClick={() => window.print()} className="grow basis-40" data-testid="print">
            <Printer aria-hidden className="size-5" />
            {t.receipt.print}
          </Button>
          <ExplorerButton config={config} hash={payment.tx_hash} />
        </div>
      </Card>
    </Page>
  )
})

/** How the paper leads back to what it says. Its code is drawn when it is printed: most receipts never are. */
function OnPaper(share: ShareOptions) {
  const t = useTexts(PAYMENTS).receipt
  const isPrinted = useMedia("print")
  const url = useDeferredValue(useShareUrl(share, true).url, null)
  if (!url) return null
  return (
    <div className="mt-6 hidden flex-1 flex-col gap-2 text-xs print:flex" data-testid="on-paper">
      {isPrinted ? <QrCode text={url} label={t.qrLabel} className="size-28 shrink-0" /> : null}
      <div className="min-w-0 space-y-1">
        <p>{t.qrText}</p>
        <p className="wrap-anywhere">{url}</p>
      </div>
    </div>
  )
}

/** Who gets how much of the amount, as it was booked: the platform's rate may be another today. */
function Shares({ payment }: { payment: PaymentWithAccounts }) {
  const t = useMessages().checkout
  const shares = payment.accounts.toSorted((a, b) => ENTRY_KINDS.indexOf(a.kind) - ENTRY_KINDS.indexOf(b.kind))
  return shares.map(({ id, kind, receiver, amount }) => (
    <Detail
      key={id}
      name={
        kind === "receiver" ? (
          t.payeeGets
        ) : kind === "fee" ? (
          t.receipt.platformFee
        ) : (
          <>
            {t.receipt.alsoTo} <Shortened text={receiver} label={t.receipt.alsoTo} />
          </>
        )
      }
    >
      <Amount shannons={amount} testId={`receipt-${kind}`} />
    </Detail>
  ))
}

interface ShortenedDetailProps {
  name: string
  text: string
  copyLabel: string
  testId: string
}

/** An address or a hash under its name, to copy. */
function ShortenedDetail({ name, text, copyLabel, testId }: ShortenedDetailProps) {
  return (
    <Detail name={name}>
      <Shortened text={text} label={name} copyLabel={copyLabel} testId={testId} />
    </Detail>
  )
}
