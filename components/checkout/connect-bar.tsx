"use client"

import { Wallet } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { PayBar } from "./pay-bar"

/** The way to a wallet, below what the payment will cost. */
export function ConnectBar({ amount, ...button }: { amount: bigint } & React.ComponentProps<typeof Button>) {
  const t = useMessages().checkout.connect
  return (
    <PayBar amount={amount} networkFee={null}>
      <Button wide {...button} data-testid="connect-wallet">
        <Wallet aria-hidden className="size-5" />
        {t.action}
      </Button>
    </PayBar>
  )
}
