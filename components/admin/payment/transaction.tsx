"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { CopyButton } from "@/components/ui/copy-button"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { ExactTime } from "@/components/ui/exact-time"
import { Shortened } from "@/components/ui/shortened"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { useConfig } from "@/lib/client/queries"
import type { PaymentRecordJson } from "@/lib/http/api/payment-record"

/** The transaction itself: where it stands, and the bytes that the payer was given to sign. */
export function Transaction({ record: { payment, transaction, unsigned_tx } }: { record: PaymentRecordJson }) {
  const t = useTexts(ADMIN).payment.transaction
  const { data: config } = useConfig()
  const grouped = (count: number) => count.toLocaleString("en")
  return (
    <>
      <h3 className="mb-1 font-semibold">{t.title}</h3>
      <DetailList label={t.title}>
        <Detail name={t.hash}>
          <TransactionHash
            hash={payment.tx_hash}
            label={t.hash}
            copyLabel={t.copyHash}
            explorer={config?.explorer_url}
            testId="record-hash"
          />
        </Detail>
        {transaction ? (
          <>
            <Detail name={t.confirmations}>
              <span data-testid="confirmations">{grouped(payment.confirmations)}</span>
            </Detail>
            {transaction.block_number === null ? null : (
              <Detail name={t.block}>{grouped(transaction.block_number)}</Detail>
            )}
            <Detail name={t.sends}>{t.times(transaction.sends)}</Detail>
            {transaction.last_answer ? <Detail name={t.answer}>{transaction.last_answer}</Detail> : null}
            {transaction.invalid_since ? (
              <Detail name={t.invalidSince}>
                <ExactTime time={transaction.invalid_since} />
              </Detail>
            ) : null}
            <Detail name={t.size}>{t.bytes(grouped(transaction.bytes))}</Detail>
          </>
        ) : null}
        <Detail name={t.commitment}>
          <Shortened text={payment.commitment} label={t.commitment} copyLabel={t.copyCommitment} />
        </Detail>
      </DetailList>
      {transaction ? null : <p className="py-2 text-sm text-muted">{t.notSent}</p>}
      <details className="mt-2 text-sm">
        <summary className="inline-flex min-h-11 items-center font-medium underline">
          {t.unsigned(grouped(unsigned_tx.length / 2 - 1))}
        </summary>
        <p translate="no" className="rounded-lg bg-sunken p-3 break-all" data-testid="unsigned">
          <code>{unsigned_tx}</code>
        </p>
        <CopyButton text={unsigned_tx} label={t.copyUnsigned} withText className="mt-1 -ml-2" />
      </details>
    </>
  )
}
