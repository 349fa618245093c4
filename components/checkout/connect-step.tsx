"use client"

import { Wallet } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { useWallet } from "@/components/wallet/wallet-provider"

/** @param hasFocus it takes the place of a button that was just pressed */
export function ConnectStep({ hasFocus }: { hasFocus?: boolean }) {
  const t = useMessages().checkout.connect
  const { open } = useWallet()
  return (
    <Button wide autoFocus={hasFocus} onClick={open} data-testid="connect-wallet">
      <Wallet aria-hidden className="size-5" />
      {t.action}
    </Button>
  )
}
