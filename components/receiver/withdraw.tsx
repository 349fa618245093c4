"use client"

import { ArrowDownToLine } from "lucide-react"
import dynamic from "next/dynamic"
import { useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { PausedNotice } from "@/components/ui/paused-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { displayCkb } from "@/lib/client/format"
import { useWithdrawalOutlook } from "@/lib/client/receiver-queries"
import type { Account, Config } from "@/lib/client/types"

/** Wallet code is large: it comes when somebody wants to withdraw. */
const WithdrawPanel = dynamic(() => import("./withdraw-panel"), {
  ssr: false,
  loading: () => <Skeleton className="mt-6 h-28 w-full rounded-xl" />,
})

export function Withdraw({ account, config }: { account: Account; config: Config }) {
  const t = useTexts(RECEIVER).withdraw
  const [isOpen, setIsOpen] = useState(false)
  const isPossible = BigInt(account.available) > 0n && account.withdrawal !== null
  const outlook = useWithdrawalOutlook(account.address, isPossible)
  if (isOpen) return <WithdrawPanel account={account} config={config} />
  if (!isPossible) return null
  return (
    <div className="mt-6">
      <PausedNotice what="payouts">
        {outlook.data?.has_cell === false ? (
          <p className="text-sm text-muted" data-testid="no-cell">
            {t.noCell(displayCkb(account.threshold))}
          </p>
        ) : (
          <Button variant="secondary" onClick={() => setIsOpen(true)} data-testid="withdraw">
            <ArrowDownToLine aria-hidden className="size-5" />
            {t.action}
          </Button>
        )}
      </PausedNotice>
    </div>
  )
}
