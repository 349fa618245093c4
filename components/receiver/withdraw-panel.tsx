"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { WalletProvider } from "@/components/wallet/wallet-provider"
import type { Account, Config } from "@/lib/client/types"
import { OwnersWallet } from "./owners-wallet"
import { WithdrawForm } from "./withdraw-form"

interface WithdrawPanelProps {
  account: Account
  config: Config
}

/**
 * Everything of a withdrawal that needs wallet code: connect the owner's wallet where it must sign, choose an amount,
 * review, sign.
 */
export default function WithdrawPanel({ account, config }: WithdrawPanelProps) {
  const t = useTexts(RECEIVER).withdraw
  const needsSignature = account.withdrawal === "signature"
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
        <p className="text-sm text-muted">{needsSignature ? t.text : t.open.text}</p>
      </div>
      <WalletProvider config={config}>
        {needsSignature ? (
          <OwnersWallet address={account.address}>
            {(owner) => <WithdrawForm account={account} owner={owner} />}
          </OwnersWallet>
        ) : (
          <WithdrawForm account={account} owner={null} />
        )}
      </WalletProvider>
    </section>
  )
}
