"use client"

import { useQuery } from "@tanstack/react-query"
import { Download, ShieldCheck } from "lucide-react"
import { useMemo } from "react"
import { PAYMENTS } from "@/components/messages/payments"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { InTurn } from "@/components/ui/in-turn"
import { QrCode } from "@/components/ui/qr-code"
import { call, dataOf } from "@/lib/client/call"
import { verifyPath } from "@/lib/client/paths"
import { receiptToFragment, type WrittenReceipt } from "@/lib/proof/fragment"

interface ProofProps {
  id: number
  clientSecret: string | null
  shareKey: string | null
}

/** characters: what a phone still reads off paper, in a code of 105 by 105 squares of four tenths of a millimetre */
const MAX_CODE = 1_000

/** A code that proves the payment to whoever scans it, on the screen and on paper; also as a link, and as a file. */
export function Proof({ id, clientSecret, shareKey }: ProofProps) {
  const t = useTexts(PAYMENTS).proof
  const { data, isError } = useQuery({
    queryKey: ["proof", id],
    queryFn: ({ signal }) =>
      dataOf(call("GET", "/api/payment/{id}/receipt", { params: { id }, clientSecret, shareKey, signal })),
    // It never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const path = useMemo(() => (data ? verifyPath(receiptToFragment(data)) : null), [data])
  const url = path && window.location.origin + path
  const isShort = url !== null && url.length <= MAX_CODE
  return (
    <section aria-labelledby="proof" className="mt-6 flex-1 break-inside-avoid" data-testid="proof">
      <h2 id="proof" className="mb-2 font-semibold print:hidden">
        {t.title}
      </h2>
      <div className="flex flex-wrap items-center gap-4 print:flex-col print:items-start print:gap-2">
        {/* Its place is kept until the receipt has come. */}
        {isShort ? (
          <InTurn className="aspect-square max-w-56">
            <QrCode
              text={url}
              label={t.qrLabel}
              className="aspect-square h-auto w-56 max-w-full rounded-lg border border-line print:w-44"
            />
          </InTurn>
        ) : url || isError ? null : (
          <div className="aspect-square w-56 max-w-full rounded-lg bg-sunken" />
        )}
        <p className="min-w-0 flex-1 basis-40 text-sm text-muted print:basis-auto print:text-xs print:text-ink">
          {isError && !data ? t.failed : url && !isShort ? t.tooLong : t.text}
        </p>
      </div>
      {data && url && path ? (
        <div className="mt-4 flex flex-wrap gap-2 print:hidden">
          <CopyButton text={url} label={t.copyLink} withText className="border border-line-strong px-4" />
          <Button variant="secondary" onClick={() => save(data)} data-testid="save-receipt">
            <Download aria-hidden className="size-5" />
            {t.save}
          </Button>
          <Button asChild variant="secondary">
            {/* A document of its own: that page may ask any node, and this one may not. */}
            <a href={path} target="_blank" rel="noreferrer" data-testid="check-receipt">
              <ShieldCheck aria-hidden className="size-5" />
              {t.check}
            </a>
          </Button>
        </div>
      ) : null}
    </section>
  )
}

/** Out of the browser's memory: what lets it read the payment stands in no address. */
function save(receipt: WrittenReceipt): void {
  const file = new Blob([`${JSON.stringify(receipt, null, 2)}\n`], { type: "application/json" })
  const link = document.createElement("a")
  link.href = URL.createObjectURL(file)
  link.download = `receipt-${receipt.payment_id}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}
