"use client"

import { SignInStep } from "@/components/wallet/sign-in-step"
import { WalletProvider } from "@/components/wallet/wallet-provider"
import { rememberOwnAddress } from "@/lib/client/own-address"
import type { Config } from "@/lib/client/types"
import { OwnersWallet } from "./owners-wallet"

/** Everything of a sign-in that needs wallet code: connect the owner's wallet, sign the text. */
export default function SignInPanel({ address, config }: { address: string; config: Config }) {
  return (
    <div data-testid="sign-in-panel">
      <WalletProvider config={config}>
        <OwnersWallet address={address}>
          {({ signer }) => (
            <SignInStep address={address} signer={signer} onSignedIn={() => rememberOwnAddress(address)} />
          )}
        </OwnersWallet>
      </WalletProvider>
    </div>
  )
}
