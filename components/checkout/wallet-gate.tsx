"use client"

import { lazy, Suspense, useState } from "react"
import { PausedNotice } from "@/components/ui/paused-notice"
import { useLater } from "@/components/ui/use-later"
import { hasRememberedWallet } from "@/components/wallet/remembered"
import { ConnectBar } from "./connect-bar"
import type { WalletCheckoutProps } from "./wallet-checkout-props"

const loadWallets = () => import("./wallet-checkout")
const WalletCheckout = lazy(loadWallets)

/**
 * Wallet code is half of what a checkout would load. It comes when somebody reaches for the button, or at once where a
 * wallet was connected before.
 */
export function WalletGate(props: WalletCheckoutProps) {
  // Which wallet was connected before only this browser knows, so the server cannot draw more than the button. Pressed
  // before the page's scripts run it could do nothing, so it cannot be pressed.
  return useLater() ? <Gate {...props} /> : <ConnectBar amount={props.order.amount} busy disabled />
}

function Gate(props: WalletCheckoutProps) {
  const [isRemembered] = useState(hasRememberedWallet)
  const [isWanted, setIsWanted] = useState(false)
  const { amount } = props.order
  if (isRemembered || isWanted) {
    return (
      <Suspense fallback={<ConnectBar amount={amount} busy />}>
        <WalletCheckout {...props} openAtOnce={isWanted} />
      </Suspense>
    )
  }
  return (
    <PausedNotice what="payments">
      <ConnectBar
        amount={amount}
        onClick={() => setIsWanted(true)}
        onPointerEnter={loadWallets}
        onFocus={loadWallets}
      />
    </PausedNotice>
  )
}
