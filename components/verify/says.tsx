"use client"

import { useState } from "react"
import { PROOF } from "@/components/messages/proof"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Card } from "@/components/ui/card"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { ExactTime } from "@/components/ui/exact-time"
import { Field } from "@/components/ui/field"
import { Shortened } from "@/components/ui/shortened"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { displayCkb } from "@/lib/client/format"
import type { Config } from "@/lib/client/types"
import type { ProvableReceipt, ProvableShare } from "@/lib/proof/receipt"
import type { Proven } from "@/lib/proof/verify"
import { cleanAddress, isBlank } from "@/lib/typed"
import { isOwn, shareOf } from "./judge"
import { useNetworkName } from "./use-network-name"

interface SaysProps {
  receipt: ProvableReceipt
  site: Config | undefined
  /** null while it is not proven: then this is what the receipt says, and nothing more */
  proven: Proven | null
}

/** All that a receipt says: to whom how much went, from whom, and by which platform. */
export function Says({ receipt, site, proven }: SaysProps) {
  const { says: t } = useTexts(PROOF)
  const { checkout, common, locale } = useMessages()
  const chain = useNetworkName(receipt.genesis_hash, site)
  return (
    <Card aria-labelledby="says" data-testid="says">
      <h2 id="says" className="mb-2 text-lg font-semibold">
        {t.title}
      </h2>
      <DetailList label={t.title} className="border-y border-line">
        <Detail name={checkout.receipt.title}>{checkout.receipt.number(receipt.payment_id)}</Detail>
        <Detail name={common.networkLabel}>{chain}</Detail>
        {receipt.shares.map((share, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: their order is a part of the receipt
          <ShareDetail key={index} share={share} />
        ))}
        <Detail name={checkout.receipt.from}>
          <Shortened text={receipt.sender} label={checkout.receipt.from} copyLabel={checkout.copyAddress} />
        </Detail>
        <Detail name={t.platform}>
          <span data-testid="platform">{isOwn(receipt, site) ? t.own : t.other}</span>{" "}
          <Shortened text={receipt.platform} label={t.platform} copyLabel={t.copyPlatform} />
        </Detail>
        <Detail name={checkout.review.hash}>
          <TransactionHash hash={receipt.tx_hash} label={checkout.review.hash} copyLabel={checkout.review.copyHash} />
        </Detail>
        {proven ? (
          <>
            <Detail name={t.block}>
              {proven.blockNumber.toLocaleString(locale)} · <ExactTime time={proven.blockTime.toISOString()} />
            </Detail>
            <Detail name={t.depth}>
              <span data-testid="depth">{proven.depth.toLocaleString(locale)}</span>
            </Detail>
          </>
        ) : null}
      </DetailList>
      {proven ? <IsItMine receipt={receipt} /> : null}
    </Card>
  )
}

function ShareDetail({ share: { kind, address, amount } }: { share: ProvableShare }) {
  const { checkout } = useMessages()
  const t = useTexts(PROOF).says
  const names = { fee: t.fee, receiver: checkout.payeeGets, split: checkout.receipt.alsoTo }
  return (
    <Detail name={names[kind]}>
      <Amount shannons={amount} testId={`says-${kind}`} />
      {kind === "fee" ? null : (
        <span className="block">
          <Shortened text={address} label={names[kind]} copyLabel={checkout.copyAddress} />
        </span>
      )}
    </Detail>
  )
}

/** Compares: nobody reads ninety-seven characters one by one. */
function IsItMine({ receipt }: { receipt: ProvableReceipt }) {
  const t = useTexts(PROOF).mine
  const [typed, setTyped] = useState("")
  const share = isBlank(typed) ? null : shareOf(receipt, cleanAddress(typed))
  return (
    <div className="mt-6">
      <Field
        label={t.label}
        name="mine"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={share === undefined ? t.none : null}
        placeholder={receipt.platform.startsWith("ckb1") ? "ckb1…" : "ckt1…"}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <p role="status" className="mt-1 font-medium" data-testid="mine">
        {share === null || share === undefined ? null : share > 0n ? t.yes(displayCkb(share)) : t.no}
      </p>
    </div>
  )
}
