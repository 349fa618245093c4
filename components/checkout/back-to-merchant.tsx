"use client"

import { ArrowRight } from "lucide-react"
import { useEffect, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { useNow } from "@/components/ui/use-now"
import { useRestored } from "@/components/ui/use-restored"

const LEAVE_AFTER_MS = 5_000

type BackToMerchantProps = {
  /**
   * the payment went through while this page was open: then the payer is on the way back, and not reading an old
   * receipt
   */
  isFresh: boolean
} & (
  | {
      /** the link's own address, with what its site needs to know the payment */
      target: string
      /** what the link is called */
      title: string
    }
  | {
      /** of the page that opened this window */
      host: string
      /** closes it */
      onLeave: () => void
    }
)

/**
 * Back to where the payer came from: by itself after some seconds, which the payer can stop. Only ever to the link's
 * own address, or to the page that opened this window.
 */
export function BackToMerchant({ isFresh, ...to }: BackToMerchantProps) {
  const t = useMessages().checkout.link
  const [leavesAt, setLeavesAt] = useState(() => (isFresh ? Date.now() + LEAVE_AFTER_MS : null))
  const now = useNow(250)
  const isDue = leavesAt !== null && now >= leavesAt
  // Who comes back to it wants to look at it.
  useRestored(() => setLeavesAt(null))
  const [target, onLeave] = "target" in to ? [to.target, undefined] : [undefined, to.onLeave]
  useEffect(() => {
    if (!isDue) return
    if (onLeave) onLeave()
    else if (target) window.location.assign(target)
  }, [isDue, target, onLeave])
  const words = (
    <>
      {t.backTo("title" in to ? to.title : to.host)}
      <ArrowRight aria-hidden className="size-5" />
    </>
  )
  return (
    <div className="print:hidden mt-6 space-y-2" data-testid="back-to-merchant">
      {target ? (
        <>
          <Button asChild wide>
            <a href={target}>{words}</a>
          </Button>
          <p className="text-center text-sm text-muted">{new URL(target).host}</p>
        </>
      ) : (
        <Button wide onClick={onLeave}>
          {words}
        </Button>
      )}
      {leavesAt === null ? null : (
        <div className="flex items-center justify-center gap-2 text-sm whitespace-nowrap text-muted">
          <span aria-live="polite" className="tabular-nums">
            {t.leaving(Math.max(0, Math.ceil((leavesAt - now) / 1_000)))}
          </span>
          <Button variant="ghost" onClick={() => setLeavesAt(null)} data-testid="stay">
            {t.stay}
          </Button>
        </div>
      )}
    </div>
  )
}
