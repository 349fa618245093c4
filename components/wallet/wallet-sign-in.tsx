"use client"

import { KeyRound } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { PAYMENTS } from "@/components/messages/payments"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Skeleton } from "@/components/ui/skeleton"
import type { Config } from "@/lib/client/types"

/** Wallet code is large: it comes when somebody wants to sign in. */
const WalletSignInPanel = dynamic(() => import("./wallet-sign-in-panel"), {
  ssr: false,
  loading: () => <Skeleton className="h-11 w-full rounded-lg" />,
})

/** Lets somebody sign in with whichever wallet is theirs: its address is not known before. */
export function WalletSignIn({ config }: { config: Config }) {
  const t = useTexts(PAYMENTS).signIn
  const [isOpen, setIsOpen] = useState(false)
  if (isOpen) return <WalletSignInPanel config={config} />
  return (
    <Button onClick={() => setIsOpen(true)} data-testid="wallet-sign-in">
      <KeyRound aria-hidden className="size-5" />
      {t.action}
    </Button>
  )
}
