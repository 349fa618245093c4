"use client"

import { useQuery } from "@tanstack/react-query"
import { Download, QrCode as QrIcon, ShieldCheck } from "lucide-react"
import { useMemo, useState } from "react"
import { PAYMENTS } from "@/components/messages/payments"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { QrCode } from "@/components/ui/qr-code"
import { useMedia } from "@/components/ui/use-media"
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

/**
 * What proves the payment to anybody: a code to scan, on paper and on the screen of whoever asks for it, a link, a
 * file. The code is large and few look at it, so a page that only opens does not draw it.
 */
export function Proof({ id, clientSecret, shareKey }: ProofProps) {
  const t = useTexts(PAYMENTS).proof
  const { data, isError } = useQuery({
    queryKey: ["proof", id],
    queryFn: ({ signal }) =>
      dataOf(call("GET", "/api/payment/{id}/receipt", { params: { id }, clientSecret, shareKey, signal })),
    // It never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const [isOpen, setOpen] = useState(false)
  const isPrinted = useMedia("print")
  const path = useMemo(() => (data ? verifyPath(receiptToFragment(data)) : null), [data])
  const url = path && window.location.origin + path
  const isShort = url !== null && url.length <= MAX_CODE
  const code = isShort && (isOpen || isPrinted) ? url : null
  return (
    <section aria-labelledby="proof" className="mt-6 flex-1 break-inside-avoid" data-testid="proof">
      <h2 id="proof" className="mb-2 font-semibold print:hidden">
        {t.title}
      </h2>
      <div id="proof-code" className="flex flex-wrap items-center gap-4 print:flex-col print:items-start print:gap-2">
        {code ? (
          <QrCode
            text={code}
            label={t.qrLabel}
            className="aspect-square h-auto w-56 max-w-full rounded-lg border border-line print:w-44"
          />
        ) : null}
        <p className="min-w-0 flex-1 basis-40 text-sm text-muted print:basis-auto print:text-xs print:text-ink">
          {isError && !data ? t.failed : url && !isShort ? t.tooLong : code ? t.text : t.closed}
        </p>
      </div>
      {data && url && path ? (
        <div className="mt-4 flex flex-wrap gap-2 print:hidden">
          {isShort ? (
            <Button
              variant="secondary"
              aria-expanded={isOpen}
              aria-controls="proof-code"
              onClick={() => setOpen(!isOpen)}
              data-testid="show-proof"
            >
              <QrIcon aria-hidden className="size-5" />
              {isOpen ? t.hide : t.show}
            </Button>
          ) : null}
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
