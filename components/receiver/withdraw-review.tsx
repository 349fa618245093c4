"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Notice } from "@/components/ui/notice"
import { useNow } from "@/components/ui/use-now"
import { displayCkb } from "@/lib/client/format"
import type { PreparedWithdrawal } from "@/lib/client/types"
import type { ReviewedWithdrawal } from "./review-withdrawal"

/** A network fee of more than this part of the amount is worth a word: a tenth. */
const DEAR = 10n

interface WithdrawReviewProps {
  prepared: PreparedWithdrawal
  review: ReviewedWithdrawal
  /** milliseconds to add to the local clock to get the server's */
  clockOffset: number
  /** the owner's wallet signs; an anyone-can-pay address needs nobody */
  isSigned: boolean
  isBusy: boolean
  /** what went wrong at the last try */
  problem: React.ReactNode
  onSign: () => void
  onBack: () => void
}

/** What the transaction does, as read from its bytes, before anybody signs it. */
export function WithdrawReview(props: WithdrawReviewProps) {
  const { prepared, review, isSigned, isBusy, problem, onSign, onBack } = props
  const t = useTexts(RECEIVER).withdraw
  const now = useNow(1_000) + props.clockOffset
  const seconds = Math.ceil((Date.parse(prepared.expires_at) - now) / 1_000)
  const isOver = seconds <= 0
  const isDear = review.networkFee * DEAR > BigInt(prepared.amount)
  return (
    <div className="space-y-4" data-testid="withdraw-review">
      <DetailList>
        <Detail name={t.takes}>
          <Amount shannons={prepared.amount} />
        </Detail>
        <Detail name={t.networkFee}>
          <Amount shannons={review.networkFee} />
        </Detail>
        <Detail name={isSigned ? t.gets : t.open.gets}>
          <Amount shannons={review.gets} className="font-semibold" testId="withdraw-gets" />
        </Detail>
      </DetailList>
      {isDear ? <Notice tone="warn" title={t.dear} testId="withdraw-dear" /> : null}
      <p className="text-sm text-muted">{t.checked}</p>
      {isOver ? <Notice title={t.over} testId="withdraw-over" /> : problem}
      <div className="flex flex-wrap gap-2">
        {isOver ? null : (
          <Button className="grow" busy={isBusy} onClick={onSign} data-testid="withdraw-sign">
            {isBusy ? t.signing : (isSigned ? t.sign : t.open.take)(displayCkb(review.gets))}
          </Button>
        )}
        <Button variant="secondary" disabled={isBusy} onClick={onBack} data-testid="withdraw-back">
          {t.back}
        </Button>
      </div>
      {isOver ? null : (
        <p className="text-sm text-muted tabular-nums" data-testid="withdraw-left">
          {t.left(seconds)}
        </p>
      )}
    </div>
  )
}
