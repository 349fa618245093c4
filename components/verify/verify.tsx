"use client"

import { useMemo } from "react"
import { PROOF } from "@/components/messages/proof"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Page } from "@/components/ui/page"
import { Skeleton } from "@/components/ui/skeleton"
import { useConfig } from "@/lib/client/queries"
import { receiptFromFragment } from "@/lib/proof/read-fragment"
import type { ProvableReceipt } from "@/lib/proof/receipt"
import { Bring } from "./bring"
import { Checks } from "./checks"
import { NodeChoice } from "./node-choice"
import { Result } from "./result"
import { Says } from "./says"
import { setFragment, useFragment } from "./use-fragment"
import { useNewDocuments } from "./use-new-documents"
import { useProof } from "./use-proof"

/** Checks a receipt against the chain, for whoever was shown one: all of it is in the page's address. */
export function Verify() {
  const t = useTexts(PROOF).page
  const fragment = useFragment()
  const read = useMemo(() => (fragment ? receiptFromFragment(fragment) : null), [fragment])
  useNewDocuments()
  return (
    <Page narrow>
      <h1 className="text-2xl font-semibold">{t.title}</h1>
      <p className="mt-1 text-muted">{t.text}</p>
      <div className="mt-6 space-y-6">
        {fragment === null ? (
          <Skeleton className="h-64 w-full rounded-2xl" />
        ) : read?.ok ? (
          <Checked key={fragment} receipt={read.receipt} />
        ) : (
          <>
            <Bring unreadable={read?.code ?? null} />
            <NodeChoice genesis={null} />
          </>
        )}
      </div>
      <p className="mt-6 text-sm text-muted">{t.privacy}</p>
    </Page>
  )
}

function Checked({ receipt }: { receipt: ProvableReceipt }) {
  const t = useTexts(PROOF).page
  const site = useConfig().data
  const proof = useProof(receipt, site)
  return (
    <>
      <Result receipt={receipt} site={site} proof={proof} />
      <Says receipt={receipt} site={site} proven={proof.data?.ok ? proof.data : null} />
      <Card aria-labelledby="checks">
        <Checks proof={proof} />
      </Card>
      <NodeChoice genesis={receipt.genesis_hash} />
      <div className="flex flex-wrap gap-2">
        <Button variant="secondary" busy={proof.isFetching} onClick={() => void proof.refetch()} data-testid="again">
          {t.again}
        </Button>
        <Button variant="ghost" onClick={() => setFragment("")} data-testid="another">
          {t.another}
        </Button>
      </div>
    </>
  )
}
