import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import { ExactText } from "./exact-text"

const drawn = (text: string) => renderToStaticMarkup(<ExactText text={text} />)

test.each([
  ["Pay 2.00001 CKB", 'Pay <span translate="no">2.00001 CKB</span>'],
  [
    "You need 1,065.5 CKB and have 63 CKB.",
    'You need <span translate="no">1,065.5 CKB</span> and have <span translate="no">63 CKB</span>.',
  ],
  ["付款 2 CKB", '付款 <span translate="no">2 CKB</span>'],
  ["Connect ckt1qz…9f2abc now", 'Connect <span translate="no">ckt1qz…9f2abc</span> now'],
  ["Spent by 0x12ab…cdef.", 'Spent by <span translate="no">0x12ab…cdef</span>.'],
  ["CKB wallets keep 61 of it", "CKB wallets keep 61 of it"],
])("a translation leaves alone what is exact in: %s", (text, markup) => {
  expect(drawn(text)).toBe(markup)
})
