"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import type { Messages } from "@/components/messages/en"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { OfflineNotice } from "@/components/ui/offline-notice"
import { PausedNotice } from "@/components/ui/paused-notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import type { WalletAddress } from "@/components/wallet/addresses"
import type { ConnectedWallet } from "@/components/wallet/wallet-provider"
import { displayCkb } from "@/lib/client/format"
import { ApiError } from "@/lib/client/http"
import { useStatus } from "@/lib/client/queries"
import { NotSigned, signInWallet, WalletChangesTransaction } from "@/lib/review/sign"
import { ReviewMismatch } from "@/lib/review/transaction"
import { DevPanel } from "./dev-panel"
import { PaidAlready } from "./paid-already"
import { PayBar } from "./pay-bar"
import { type PreparedPayment, usePreparedPayment } from "./use-prepared-payment"
import { useTimeLeft } from "./use-time-left"
import { Waiting } from "./waiting"
import type { WalletCheckoutProps } from "./wallet-checkout-props"

interface ReviewStepProps extends WalletCheckoutProps {
  wallet: ConnectedWallet
  sender: WalletAddress
  /** no other address of the wallet could pay instead */
  isLast: boolean
  /** the platform does not take payments from this address */
  onRefused: () => void
  /** the server counts other coins than this page does */
  onBalanceChanged: () => void
}

/** Prepares the payment, shows what will be signed, and has it signed. */
export function ReviewStep(props: ReviewStepProps) {
  const { order, wallet, sender, rejected, repeat, isLast, onRefused, onBalanceChanged, onReview } = props
  const messages = useMessages()
  const [round, setRound] = useState(0)
  const payment = usePreparedPayment(wallet, sender, order, round)
  const prepareAgain = () => setRound((before) => before + 1)
  const before = payment.data ? repeat.unknown(payment.data.prepared.paid_before) : null

  const review = payment.data?.review ?? null
  useEffect(() => {
    onReview(review)
    return () => onReview(null)
  }, [review, onReview])

  const code = payment.error instanceof ApiError ? payment.error.code : null
  const isRefusedSender =
    payment.error instanceof ApiError && payment.error.problem.errors?.some(({ path }) => path === "sender")
  const queryClient = useQueryClient()
  const isLinkGone = code === "LINK_UNAVAILABLE" || code === "ALREADY_PAID"
  useEffect(() => {
    // The link's own page says why.
    if (isLinkGone) void queryClient.invalidateQueries({ queryKey: ["link"] })
  }, [isLinkGone, queryClient])
  useEffect(() => {
    if (isRefusedSender && !isLast) onRefused()
    if (code === "INSUFFICIENT_BALANCE") onBalanceChanged()
  }, [code, isRefusedSender, isLast, onRefused, onBalanceChanged])

  return (
    <>
      <span className="sr-only" aria-live="polite">
        {payment.data ? messages.checkout.review.ready : null}
      </span>
      <RejectedNotice code={rejected?.code ?? null} />
      {before ? <PaidAlready before={before} order={order} onAgain={() => repeat.accept(before)} /> : null}
      {payment.data && !before ? (
        <SignPanel
          key={payment.data.prepared.payment_id}
          {...props}
          payment={payment.data}
          prepareAgain={prepareAgain}
        />
      ) : null}
      {payment.isPending ? <Preparing reason={payment.failureReason} /> : null}
      {payment.isError && !payment.data ? <PrepareFailed error={payment.error} retry={prepareAgain} /> : null}
      <DevPanel
        config={props.config}
        address={sender.address}
        paymentId={payment.data?.prepared.payment_id}
        note={wallet.isDevWallet ? messages.checkout.connect.devWalletNote : undefined}
      />
    </>
  )
}

interface SignPanelProps extends ReviewStepProps {
  payment: PreparedPayment
  prepareAgain: () => void
}

function SignPanel({ payment, prepareAgain, wallet, sender, order, config, onSigned }: SignPanelProps) {
  const { checkout: t, refusals } = useMessages()
  const { prepared, review, ready, clockOffset } = payment
  const sign = useMutation({
    mutationFn: () => signInWallet(wallet.signer, ready, review.decoded.firstInputOf(sender.lock)),
    onSuccess: (signedTx) =>
      onSigned({
        id: prepared.payment_id,
        clientSecret: prepared.client_secret,
        proof: { txHash: prepared.tx_hash, salt: prepared.salt },
        signedTx,
        savedAt: Date.now(),
        order: { to: order.to, amount: order.amount.toString(), note: order.note, title: order.link?.title },
      }),
  })
  const isPaused = useStatus().data?.payments === "paused"
  const secondsLeft = useTimeLeft(prepared.expires_at, clockOffset)
  const isOver = secondsLeft <= 0
  useEffect(() => {
    // A page that nobody looks at does not go on preparing: it does when somebody comes back to it.
    if (isOver && !sign.isPending) return whenVisible(prepareAgain)
  }, [isOver, sign.isPending, prepareAgain])

  return (
    <>
      {sign.isError ? <SignFailed error={sign.error} /> : null}
      <OfflineNotice text={refusals.offline.signing} />
      <PausedNotice what="payments" />
      <PayBar amount={order.amount} networkFee={review.networkFee}>
        <Button
          wide
          busy={sign.isPending || sign.isSuccess}
          disabled={isPaused && sign.isIdle}
          onClick={() => sign.mutate()}
          data-testid="sign"
        >
          {sign.isPending ? t.review.signing : t.titles.pay(displayCkb(order.amount))}
        </Button>
        {secondsLeft > 0 && secondsLeft <= config.hold_seconds / 4 ? (
          <p className="text-center text-sm text-muted tabular-nums" role="timer" data-testid="time-left">
            {t.review.timeLeft(secondsLeft)}
          </p>
        ) : null}
      </PayBar>
    </>
  )
}

function whenVisible(action: () => void): () => void {
  const check = () => {
    if (document.visibilityState === "visible") action()
  }
  check()
  document.addEventListener("visibilitychange", check)
  return () => document.removeEventListener("visibilitychange", check)
}

function Preparing({ reason }: { reason: Error | null }) {
  const t = useMessages().checkout
  if (reason !== null) return <Waiting reason={reason} />
  return (
    <div role="status" className="space-y-3" data-testid="preparing">
      <p className="text-sm text-muted">{t.review.preparing}</p>
      <Skeleton className="h-6 w-full" />
      <Skeleton className="h-11 w-full rounded-lg" />
    </div>
  )
}

/** Why a signature that was already given could not be used. */
function RejectedNotice({ code }: { code: string | null }) {
  const t = useMessages().checkout.again
  if (code === null) return null
  const reasons: Record<string, string> = {
    HOLD_LOST: t.holdLost,
    STATE_MISMATCH: t.tooLate,
    INPUT_SPENT: t.inputSpent,
  }
  const reason = reasons[code]
  if (reason === undefined) return <ProblemNotice error={new ApiError({ code, status: 422 })} testId="rejected" />
  return (
    <Notice tone="warn" title={t.title} testId="sign-again">
      <p>{reason}</p>
    </Notice>
  )
}

function PrepareFailed({ error, retry }: { error: Error; retry: () => void }) {
  const { common, problems } = useMessages()
  const action = (
    <Button variant="secondary" onClick={retry}>
      {common.tryAgain}
    </Button>
  )
  const texts = ownProblem(problems, error)
  if (!texts) return <ProblemNotice error={error} action={action} testId="prepare-failed" />
  return (
    <Notice tone="danger" title={texts.title} testId="prepare-failed">
      <p>{texts.text}</p>
      {error.message ? <p>{error.message}</p> : null}
    </Notice>
  )
}

function SignFailed({ error }: { error: Error }) {
  const { checkout, common, problems } = useMessages()
  const texts = ownProblem(problems, error)
  if (texts) {
    return (
      <Notice tone="danger" title={texts.title} testId="sign-failed">
        <p>{texts.text}</p>
      </Notice>
    )
  }
  return (
    <Notice title={checkout.notSigned.title} testId="not-signed">
      <p>{checkout.notSigned.text}</p>
      {error instanceof NotSigned && error.message ? (
        <details>
          <summary className="inline-flex min-h-11 items-center font-medium underline">{common.details}</summary>
          <p>{error.message}</p>
        </details>
      ) : null}
    </Notice>
  )
}

/** Problems that this page found by itself, before anything reached the server. */
function ownProblem(problems: Messages["problems"], error: Error) {
  if (error instanceof ReviewMismatch) return problems.review
  return error instanceof WalletChangesTransaction ? problems.walletChanges : null
}
