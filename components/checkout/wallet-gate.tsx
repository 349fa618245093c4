"use client"

import { Wallet } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { PausedNotice } from "@/components/ui/paused-notice"
import { hasRememberedWallet } from "@/components/wallet/remembered"
import { useHydrated } from "@/lib/client/use-hydrated"
import type { WalletCheckoutProps } from "./wallet-checkout-props"

const loadWallets = () => import("./wallet-checkout")
const WalletCheckout = dynamic(loadWallets, { ssr: false, loading: () => <ConnectButton busy /> })

/**
 * Wallet code is half of what a checkout would load. It comes when somebody reaches for the button, or at once where a
 * wallet was connected before.
 */
export function WalletGate(props: WalletCheckoutProps) {
  // Which wallet was connected before only this browser knows, so the server cannot draw more than the button. Pressed
  // before the page's scripts run it could do nothing, so it cannot be pressed.
  return useHydrated() ? <Gate {...props} /> : <ConnectButton busy disabled />
}

function Gate(props: WalletCheckoutProps) {
  const [isRemembered] = useState(hasRememberedWallet)
  const [isWanted, setIsWanted] = useState(false)
  if (isRemembered || isWanted) return <WalletCheckout {...props} openAtOnce={isWanted} />
  return (
    <PausedNotice what="payments">
      <ConnectButton onClick={() => setIsWanted(true)} onPointerEnter={loadWallets} onFocus={loadWallets} />
    </PausedNotice>
  )
}

function ConnectButton(props: React.ComponentProps<typeof Button>) {
  const t = useMessages().checkout.connect
  return (
    <Button wide {...props} data-testid="connect-wallet">
      <Wallet aria-hidden className="size-5" />
      {t.action}
    </Button>
  )
}
