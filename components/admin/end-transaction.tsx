"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { END_FEE_AT_MOST } from "@/lib/operator/end-fee"
import type { OwnerKind } from "@/lib/transaction/owner"
import { Confirm } from "./confirm"
import { May } from "./may"

/** The way out for a signed transaction that does not commit. */
export function EndTransaction({ kind, id }: { kind: OwnerKind; id: number }) {
  const t = useTexts(ADMIN).end
  return (
    <May needs="operate" silent>
      <Confirm
        open={t.open}
        title={t.title(t.kinds[kind], id)}
        effect={t.effect(displayCkb(END_FEE_AT_MOST))}
        typed={String(id)}
        submit={t.submit}
        act={(reason) => call("POST", "/api/admin/end", { body: { kind, id, reason } })}
        testId="end"
      />
    </May>
  )
}
