"use client"

import { PROOF } from "@/components/messages/proof"
import { useTexts } from "@/components/messages/provider"
import { NodeSelect } from "@/components/node/node-select"
import { Card } from "@/components/ui/card"

/** Whom to ask for a receipt's payment. */
export function NodeChoice({ genesis }: { genesis: string | null }) {
  const t = useTexts(PROOF).node
  return (
    <Card aria-labelledby="node" data-testid="node-choice">
      <h2 id="node" className="text-lg font-semibold">
        {t.title}
      </h2>
      <p className="mt-1 mb-4 text-sm text-muted">{t.text}</p>
      <NodeSelect genesis={genesis} />
    </Card>
  )
}
