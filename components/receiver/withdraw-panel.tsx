"use client"

import type { ccc } from "@ckb-ccc/connector-react"
import { Wallet } from "lucide-react"
import { useEffect, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Skeleton } from "@/components/ui/skeleton"
import { useWalletAddresses } from "@/components/wallet/addresses"
import { useWallet, WalletProvider } from "@/components/wallet/wallet-provider"
import { shorten } from "@/lib/client/format"
import type { Account, Config } from "@/lib/client/types"
import { WithdrawForm } from "./withdraw-form"

interface WithdrawPanelProps {
  account: Account
  config: Config
}

/** Everything of a withdrawal that needs wallet code: connect the owner's wallet, choose an amount, review, sign. */
export default function WithdrawPanel({ account, config }: WithdrawPanelProps) {
  const t = useMessages().receiver.withdraw
  return (
    <section
      aria-labelledby="withdraw-title"
      className="mt-6 space-y-4 border-t border-line pt-6"
      data-testid="withdraw-panel"
    >
      <div>
        <h2 id="withdraw-title" className="text-lg font-semibold">
          {t.title}
        </h2>
        <p className="text-sm text-muted">{t.text}</p>
      </div>
      <WalletProvider config={config}>
        <OwnersWallet account={account} />
      </WalletProvider>
    </section>
  )
}

function OwnersWallet({ account }: { account: Account }) {
  const t = useMessages().receiver.withdraw
  const { connected, open, disconnect } = useWallet()
  const addresses = useWalletAddresses(() => false)
  const own = addresses.data?.find(({ address }) => address === account.address)
  const lock = own?.lock
  const signer = connected?.signer
  // Kept once it is found: a wallet may connect anew by itself, and what was typed or prepared must outlive that.
  const [owner, setOwner] = useState<{ lock: ccc.Script; signer: ccc.Signer } | null>(null)
  useEffect(() => {
    if (lock && signer) setOwner({ lock, signer })
  }, [lock, signer])
  if (owner) return <WithdrawForm account={account} lock={owner.lock} signer={owner.signer} />
  if (!connected) {
    return (
      <Button onClick={open} data-testid="connect-wallet">
        <Wallet aria-hidden className="size-5" />
        {t.connect}
      </Button>
    )
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
      <p>{t.notOwner(shorten(account.address))}</p>
    </Notice>
  )
}
