"use client"

import { useEffect } from "react"
import { useWallet, WalletProvider } from "@/components/wallet/wallet-provider"
import { ConnectBar } from "./connect-bar"
import { ConnectedStep } from "./connected-step"
import { prepareToFollow } from "./follow-payment"
import type { WalletCheckoutProps } from "./wallet-checkout-props"

/** Everything of the checkout that needs wallet code: connect, choose an address, review, sign. */
export default function WalletCheckout(props: WalletCheckoutProps) {
  useEffect(prepareToFollow, [])
  return (
    <WalletProvider config={props.config} openAtOnce={props.openAtOnce}>
      <Steps {...props} />
    </WalletProvider>
  )
}

function Steps(props: WalletCheckoutProps) {
  const { connected, open } = useWallet()
  return connected ? (
    <ConnectedStep key={`${connected.name} ${connected.account}`} {...props} wallet={connected} />
  ) : (
    // It takes the place of a button that was just pressed, and with it the focus.
    <ConnectBar amount={props.order.amount} autoFocus={props.openAtOnce} onClick={open} />
  )
}
