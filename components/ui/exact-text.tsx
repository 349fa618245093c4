/** Amounts, addresses and hashes within a sentence. */
const EXACT = /([-+]?\d[\d,]*(?:\.\d+)?[ \u00a0]CKB|\bck[bt]1[0-9a-z…]{6,}|\b0x[0-9a-f…]{6,})/

/**
 * A sentence in which a browser's translation leaves alone what must stay exact: some translate numbers, too, and in
 * other languages 1,234 is a little more than 1.
 */
export function ExactText({ text }: { text: string }) {
  return text.split(EXACT).map((piece, index) =>
    index % 2 === 0 ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence stay in their order
      <span key={index} translate="no">
        {piece}
      </span>
    ),
  )
}

/** Children of which a bare text is a sentence with exact parts. */
export function exact(children: React.ReactNode): React.ReactNode {
  return typeof children === "string" ? <ExactText text={children} /> : children
}
