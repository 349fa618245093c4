"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { FlaskConical } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Fold } from "@/components/ui/fold"
import { call } from "@/lib/client/call"
import type { Config } from "@/lib/client/types"

/** What the panel's faucet gives: 1,000 CKB. */
const FILL_AMOUNT = "100000000000"

interface DevPanelProps {
  config: Config
  /** the wallet's address, to be filled */
  address?: string
  /** the payment that waits for a signature, to lose its hold */
  paymentId?: number
  /** what to know of the wallet in use */
  note?: string
}

/** For people who try the platform: makes happen at once what takes time elsewhere. On the development chain only. */
export function DevPanel({ config, address, paymentId, note }: DevPanelProps) {
  const t = useMessages().checkout.dev
  const queryClient = useQueryClient()
  const act = useMutation({
    mutationFn: ({ make }: { make: () => Promise<unknown>; done: string }) => make(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["wallet-addresses"] }),
  })
  if (config.network !== "devnet") return null
  const button = (name: "mine" | "fill" | "expire", make: () => Promise<unknown>, done: string) => (
    <Button
      variant="secondary"
      className="text-sm sm:flex-1"
      onClick={() => act.mutate({ make, done })}
      data-testid={`dev-${name}`}
    >
      {t[name]}
    </Button>
  )
  return (
    <Fold
      title={t.title}
      Icon={FlaskConical}
      className="rounded-xl border border-dashed border-line-strong px-4 py-1 print:hidden"
      data-testid="dev-panel"
    >
      <p className="text-muted">{t.text}</p>
      {note ? <p className="mt-2 text-muted">{note}</p> : null}
      <div className="flex flex-col gap-2 py-3 sm:flex-row">
        {button("mine", () => call("POST", "/api/dev/mine", { body: { blocks: 1 } }), t.mined)}
        {address
          ? button("fill", () => call("POST", "/api/dev/faucet", { body: { address, amount: FILL_AMOUNT } }), t.filled)
          : null}
        {paymentId === undefined
          ? null
          : button(
              "expire",
              () => call("POST", "/api/payment/{id}/cancel", { params: { id: paymentId } }),
              t.hasExpired,
            )}
      </div>
      <p aria-live="polite" className="pb-3 empty:hidden">
        {act.isSuccess ? act.variables.done : act.isError ? t.failed : null}
      </p>
    </Fold>
  )
}
