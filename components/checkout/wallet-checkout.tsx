"use client"

import { useWallet, WalletProvider } from "@/components/wallet/wallet-provider"
import type { SavedPayment } from "@/lib/client/saved-payments"
import type { Config } from "@/lib/client/types"
import { ConnectStep } from "./connect-step"
import { ConnectedStep } from "./connected-step"
import type { CheckoutOrder } from "./query"

export interface WalletCheckoutProps {
  config: Config
  order: CheckoutOrder
  rejected: string | null
  onSigned: (payment: SavedPayment) => void
  /** somebody pressed "Connect wallet" before this code was here */
  openAtOnce?: boolean
  /** shannons of the payment that is ready to be signed; null while there is none */
  onNetworkFee: (fee: bigint | null) => void
}

/** Everything of the checkout that needs wallet code: connect, choose an address, review, sign. */
export default function WalletCheckout(props: WalletCheckoutProps) {
  return (
    <WalletProvider config={props.config} openAtOnce={props.openAtOnce}>
      <Steps {...props} />
    </WalletProvider>
  )
}

function Steps(props: WalletCheckoutProps) {
  const { connected } = useWallet()
  return connected ? (
    <ConnectedStep key={`${connected.name} ${connected.account}`} {...props} wallet={connected} />
  ) : (
    <ConnectStep hasFocus={props.openAtOnce} />
  )
}
