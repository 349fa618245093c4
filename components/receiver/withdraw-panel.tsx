"use client"

import { useMessages } from "@/components/messages/provider"
import { WalletProvider } from "@/components/wallet/wallet-provider"
import type { Account, Config } from "@/lib/client/types"
import { OwnersWallet } from "./owners-wallet"
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
        <OwnersWallet address={account.address}>
          {({ lock, signer }) => <WithdrawForm account={account} lock={lock} signer={signer} />}
        </OwnersWallet>
      </WalletProvider>
    </section>
  )
}
