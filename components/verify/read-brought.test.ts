import fc from "fast-check"
import { expect, test } from "vitest"
import { receiptToFragment } from "@/lib/proof/fragment"
import { fileOf, receipts } from "@/lib/proof/receipt.fixture"
import { readBrought } from "./read-brought"

test("a receipt is brought as a link of any site, as what stands behind its #, or as its file", () => {
  fc.assert(
    fc.property(receipts, (receipt) => {
      const fragment = receiptToFragment(receipt)
      // A chat breaks lines, and puts in what nobody sees.
      const broken = `${fragment.slice(0, 90)}\u200b\n ${fragment.slice(90)}`
      const file = JSON.stringify(fileOf(receipt), null, 2)
      for (const text of [fragment, ` https://other.example/verify#${fragment}\n`, `#${broken}`, `${file}\n`])
        expect(readBrought(text)).toEqual({ ok: true, receipt })
    }),
    { numRuns: 20 },
  )
})

test.each(["", "{", "{}", "https://pay.example/receipt/7#share=abc", "https://pay.example/verify", "null", "[]"])(
  "%j is no receipt",
  (text) => {
    expect(readBrought(text)).toEqual({ ok: false, code: "MALFORMED_RECEIPT" })
  },
)
