"use client"

import type { ccc } from "@ckb-ccc/connector-react"
import { Wallet } from "lucide-react"
import { useEffect, useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { useWalletAddresses } from "@/components/wallet/addresses"
import { useWallet } from "@/components/wallet/wallet-provider"
import { shorten } from "@/lib/client/format"

/** The wallet that owns an address. */
export interface Owner {
  lock: ccc.Script
  signer: ccc.Signer
}

/** Asks for the wallet that owns an address, then shows what is to be done with it. Needs a WalletProvider above it. */
export function OwnersWallet({ address, children }: { address: string; children: (owner: Owner) => React.ReactNode }) {
  const t = useTexts(RECEIVER).withdraw
  const { common } = useMessages()
  const { connected, open, disconnect } = useWallet()
  const addresses = useWalletAddresses(() => false)
  const own = addresses.data?.find((candidate) => candidate.address === address)
  const lock = own?.lock
  const signer = connected?.signer
  // Kept once it is found: a wallet may connect anew by itself, and what was typed or prepared must outlive that.
  const [owner, setOwner] = useState<Owner | null>(null)
  useEffect(() => {
    if (lock && signer) setOwner({ lock, signer })
  }, [lock, signer])
  if (owner) return children(owner)
  if (!connected) {
    return (
      <Button onClick={open} data-testid="connect-wallet">
        <Wallet aria-hidden className="size-5" />
        {t.connect}
      </Button>
    )
  }
  if (addresses.problem) {
    const again = (
      <Button variant="secondary" busy={addresses.isFetching} onClick={() => addresses.refetch()}>
        {common.tryAgain}
      </Button>
    )
    return <ProblemNotice error={addresses.problem} action={again} testId="no-balance" />
  }
  if (!addresses.data || own) return <Skeleton className="h-28 w-full rounded-xl" />
  return (
    <Notice
      tone="warn"
      title={t.connect}
      testId="not-owner"
      action={
        <Button variant="secondary" onClick={disconnect}>
          {t.change}
        </Button>
      }
    >
      <p>{t.notOwner(shorten(address))}</p>
    </Notice>
  )
}
