"use client"

import { FileText, ScanLine } from "lucide-react"
import { type ChangeEvent, type FormEvent, useRef, useState } from "react"
import { PROOF } from "@/components/messages/proof"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Field } from "@/components/ui/field"
import { receiptToFragment } from "@/lib/proof/fragment"
import type { Unreadable } from "@/lib/proof/receipt"
import { readBrought } from "./read-brought"
import { setFragment } from "./use-fragment"

/** No receipt is as long as this, in characters. */
const MAX_LENGTH = 65_536

/** Lets somebody bring a receipt: its link, its file, or by their phone's camera. */
export function Bring({ unreadable }: { unreadable: Unreadable | null }) {
  const t = useTexts(PROOF).bring
  const [link, setLink] = useState("")
  const [fault, setFault] = useState<Unreadable | "MISSING" | null>(unreadable)
  const file = useRef<HTMLInputElement>(null)

  function bring(text: string) {
    const read = readBrought(text.slice(0, MAX_LENGTH))
    if (read.ok) setFragment(receiptToFragment(read.receipt))
    else setFault(read.code)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (link.trim() === "") setFault("MISSING")
    else bring(link)
  }

  async function open({ target }: ChangeEvent<HTMLInputElement>) {
    const text = await target.files?.[0]?.slice(0, MAX_LENGTH).text()
    // The same file can be opened once more.
    target.value = ""
    if (text !== undefined) bring(text)
  }

  const faults = { MISSING: t.missing, MALFORMED_RECEIPT: t.malformed, OTHER_VERSION: t.otherVersion }
  return (
    <Card data-testid="bring">
      <form onSubmit={submit} noValidate className="space-y-4">
        <Field
          label={t.paste}
          hint={t.pasteHint}
          name="link"
          value={link}
          onChange={(event) => {
            setLink(event.target.value)
            setFault(null)
          }}
          error={fault && faults[fault]}
          placeholder="https://"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" className="grow basis-32">
            {t.check}
          </Button>
          <Button variant="secondary" className="grow basis-40" onClick={() => file.current?.click()}>
            <FileText aria-hidden className="size-5" />
            {t.file}
          </Button>
        </div>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          aria-label={t.file}
          onChange={open}
          className="hidden"
          data-testid="receipt-file"
        />
      </form>
      <p className="mt-4 flex gap-3 text-sm text-muted">
        <ScanLine aria-hidden className="mt-0.5 size-5 shrink-0" />
        <span>{t.scan}</span>
      </p>
    </Card>
  )
}
