"use client"

import Link from "next/link"
import { PAYMENTS } from "@/components/messages/payments"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Shortened } from "@/components/ui/shortened"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { useTitle } from "@/components/ui/use-title"
import { ApiError } from "@/lib/client/http"
import { PAYMENTS_PATH } from "@/lib/client/paths"
import type { SavedPayment } from "@/lib/client/saved-payments"

interface CannotReadProps {
  error: unknown
  /** it may have been signed, and sent */
  hasSigned: boolean
  /** what this browser has kept of it */
  saved?: SavedPayment | null
  /** lets somebody sign in who may see it */
  action?: React.ReactNode
}

/** Why a payment cannot be shown here, and what that means for money. */
export function CannotRead({ error, hasSigned, saved, action }: CannotReadProps) {
  const t = useMessages().checkout
  const { signIn } = useTexts(PAYMENTS).receipt
  const code = error instanceof ApiError ? error.code : ""
  const texts =
    code === "NOT_FOUND" || code === "VALIDATION_ERROR"
      ? [t.stopped.unknown, t.stopped.unknownText]
      : code === "UNAUTHORIZED" || code === "FORBIDDEN"
        ? [t.stopped.private, t.stopped.privateText]
        : null
  const isPrivate = texts?.[0] === t.stopped.private
  useTitle(texts?.[0])
  if (saved && code === "FORBIDDEN") return <Lost saved={saved} />
  return (
    <Page narrow>
      {texts ? (
        <Notice
          isPage
          tone="warn"
          title={texts[0] ?? ""}
          testId="payment-unreadable"
          action={isPrivate && action ? action : <WaysOn />}
        >
          <p>{texts[1]}</p>
          {isPrivate && action ? <p>{signIn}</p> : null}
        </Notice>
      ) : hasSigned ? (
        <Notice isPage tone="warn" title={t.progress.waiting} testId="payment-unreadable">
          <p>{t.progress.lost}</p>
        </Notice>
      ) : (
        <ProblemNotice isPage error={error} />
      )}
    </Page>
  )
}

/** Nobody is left at the end of the line. */
export function WaysOn() {
  const home = useMessages().common.backHome
  const t = useTexts(PAYMENTS)
  return (
    <>
      <Button asChild variant="secondary">
        <Link href={PAYMENTS_PATH}>{t.title}</Link>
      </Button>
      <Button asChild variant="ghost">
        <Link href="/">{home}</Link>
      </Button>
    </>
  )
}

/**
 * The secret from prepare fits no more: the platform has lost the payment, and its number may be another's now. What
 * was signed may be on the chain all the same; the hash and the salt prove it.
 */
function Lost({ saved: { id, proof } }: { saved: SavedPayment }) {
  const t = useMessages().checkout
  return (
    <Page narrow>
      <Notice isPage tone="warn" title={t.stopped.lost} testId="payment-lost">
        <p>{t.stopped.lostText(id)}</p>
        {proof ? (
          <DetailList label={t.stopped.lost}>
            <Detail name={t.review.hash}>
              <TransactionHash hash={proof.txHash} label={t.review.hash} copyLabel={t.review.copyHash} />
            </Detail>
            <Detail name={t.receipt.salt}>
              <Shortened text={proof.salt} label={t.receipt.salt} copyLabel={t.receipt.copySalt} />
            </Detail>
          </DetailList>
        ) : null}
      </Notice>
    </Page>
  )
}
