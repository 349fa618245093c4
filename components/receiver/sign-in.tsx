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
const SignInPanel = dynamic(() => import("./sign-in-panel"), {
  ssr: false,
  loading: () => <Skeleton className="h-11 w-full rounded-lg" />,
})

/** Lets the owner of an address sign in with their wallet. */
export function SignIn({ address, config }: { address: string; config: Config }) {
  const t = useTexts(PAYMENTS).signIn
  const [isOpen, setIsOpen] = useState(false)
  if (isOpen) return <SignInPanel address={address} config={config} />
  return (
    <Button variant="secondary" onClick={() => setIsOpen(true)} data-testid="sign-in">
      <KeyRound aria-hidden className="size-5" />
      {t.action}
    </Button>
  )
}
