"use client"

import { ShieldCheck } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { Skeleton } from "@/components/ui/skeleton"

/** The check comes when somebody wants it. */
const CheckOwedPanel = dynamic(() => import("./check-owed-panel"), {
  ssr: false,
  loading: () => <Skeleton className="mt-6 h-28 w-full rounded-xl" />,
})

/** Lets whoever is owed something find out by themselves how much it is, and whether the platform has it. */
export function CheckOwed({ address }: { address: string }) {
  const t = useTexts(RECEIVER)
  const [isOpen, setOpen] = useState(false)
  if (isOpen) return <CheckOwedPanel address={address} close={() => setOpen(false)} />
  return (
    <Button variant="ghost" className="mt-2 -ml-4" onClick={() => setOpen(true)} data-testid="check-owed">
      <ShieldCheck aria-hidden className="size-5" />
      {t.checkOwed}
    </Button>
  )
}
