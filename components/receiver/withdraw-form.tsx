"use client"

import { useMutation } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { amountProblem } from "@/components/messages/typed-problems"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { useWallet } from "@/components/wallet/wallet-provider"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import type { Account, PreparedWithdrawal } from "@/lib/client/types"
import { shannons } from "@/lib/money"
import { lockOfAddress } from "@/lib/review/address"
import { NotSigned, prepareInWallet, signInWallet, type WalletTransaction } from "@/lib/review/sign"
import { ReviewMismatch } from "@/lib/review/transaction"
import { typedCkb, writtenCkb } from "@/lib/typed-amount"
import type { Owner } from "./owners-wallet"
import { type ReviewedWithdrawal, reviewWithdrawal } from "./review-withdrawal"
import { WithdrawProgress } from "./withdraw-progress"
import { WithdrawReview } from "./withdraw-review"

interface WithdrawFormProps {
  account: Account
  /** who signs; an anyone-can-pay address needs nobody */
  owner: Owner | null
}

interface Ready {
  prepared: PreparedWithdrawal
  review: ReviewedWithdrawal
  /** milliseconds to add to the local clock to get the server's */
  clockOffset: number
  /** what the wallet is asked to sign; an anyone-can-pay address asks none */
  tx: WalletTransaction | null
}

/** Amount, then what the transaction does as read from its bytes, then the signature, then its way into a block. */
export function WithdrawForm({ account, owner }: WithdrawFormProps) {
  const t = useTexts(RECEIVER).withdraw
  const { client, config } = useWallet()
  const [text, setText] = useState(() => writtenCkb(BigInt(account.available)))
  const amount = typedCkb(text)
  const wrong = amountProblem(useMessages(), text, { most: BigInt(account.available) })
  const isValid = wrong === null

  const prepare = useMutation({
    mutationFn: async (): Promise<Ready> => {
      const body = { receiver: account.address, amount: (amount ?? shannons(0n)).toString() }
      const { data: prepared, clockOffset } = await call("POST", "/api/withdrawal/prepare", { body })
      const parties = {
        receiver: lockOfAddress(account.address),
        platform: lockOfAddress(config.platform_address),
      }
      const review = await reviewWithdrawal(client, prepared, parties)
      const checked = { tx: review.decoded.tx, hash: prepared.tx_hash }
      const tx = owner && (await prepareInWallet(owner.signer, checked))
      return { prepared, review, clockOffset, tx }
    },
  })
  const sign = useMutation({
    mutationFn: async (ready: Ready) =>
      owner && ready.tx
        ? signInWallet(owner.signer, ready.tx, ready.review.decoded.firstInputOf(owner.lock))
        : ready.prepared.raw_tx,
  })
  const startAgain = () => {
    setText(writtenCkb(BigInt(account.available)))
    sign.reset()
    prepare.reset()
  }

  const ready = prepare.data
  if (ready && sign.data) {
    return (
      <WithdrawProgress
        id={ready.prepared.withdrawal_id}
        signedTx={sign.data}
        hash={ready.prepared.tx_hash}
        done={(owner ? t.done : t.open.done).text(displayCkb(ready.review.gets))}
        isMoreOwed={BigInt(account.available) > 0n}
        again={startAgain}
      />
    )
  }
  if (ready) {
    return (
      <WithdrawReview
        {...ready}
        isSigned={owner !== null}
        isBusy={sign.isPending}
        problem={sign.isError ? <Failed error={sign.error} /> : null}
        onSign={() => sign.mutate(ready)}
        onBack={() => {
          sign.reset()
          prepare.reset()
        }}
      />
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isValid) prepare.mutate()
  }
  return (
    <form className="space-y-4" onSubmit={submit} noValidate>
      <AmountField
        label={t.amount}
        value={text}
        onText={(typed) => {
          setText(typed)
          // What was wrong with another amount says nothing of this one.
          prepare.reset()
        }}
        error={text === "" ? null : wrong}
        data-testid="withdraw-amount"
      />
      {prepare.isError ? <Failed error={prepare.error} /> : null}
      <Button type="submit" disabled={!isValid} busy={prepare.isPending} data-testid="withdraw-prepare">
        {t.prepare}
      </Button>
    </form>
  )
}

function Failed({ error }: { error: Error }) {
  const t = useTexts(RECEIVER).withdraw
  if (error instanceof NotSigned) {
    return (
      <Notice title={t.notSigned.title} testId="not-signed">
        <p>{t.notSigned.text}</p>
      </Notice>
    )
  }
  if (error instanceof ReviewMismatch) {
    return (
      <Notice tone="danger" title={t.differs.title} testId="withdraw-differs">
        <p>{t.differs.text}</p>
      </Notice>
    )
  }
  return <ProblemNotice error={error} testId="withdraw-failed" />
}
