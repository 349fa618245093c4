import { beforeEach, describe, expect, test, vi } from "vitest"
import type { SavedPayment } from "@/lib/client/saved-payments"
import type { PaymentLink, PaymentWithAccounts } from "@/lib/client/types"

const FORUM = "https://forum.example"
const signed: SavedPayment = {
  ...{ id: 7, clientSecret: "s", signedTx: null, savedAt: 0 },
  order: { to: "ckt1a", amount: "50000000", note: "" },
}
const paid = (id: number, return_url: string | null) => ({ id, return_url }) as PaymentWithAccounts
const link = { slug: "abc" } as PaymentLink

/** A window that says it was opened by a page, and what that page hears. */
function openedBy(claimed: string, storage = new Map<string, string>()) {
  const page = {
    told: [] as [string, string, unknown][],
    postMessage: (data: { state: string }, to: string) => tell(data, to),
  }
  const tell = ({ state, ...rest }: { state: string }, to: string) => page.told.push([state, to, rest])
  const listeners: ((event: object) => void)[] = []
  vi.stubGlobal("window", {
    ...{
      opener: page,
      location: { search: `?opener_origin=${encodeURIComponent(claimed)}&payment=7` },
      close: () => {},
    },
    addEventListener: (_: string, listener: (event: object) => void) => listeners.push(listener),
    sessionStorage: {
      getItem: (name: string) => storage.get(name) ?? null,
      setItem: (name: string, text: string) => storage.set(name, text),
    },
  })
  const answer = (origin: string, source: object = page) => {
    for (const listener of listeners) listener({ origin, source, data: { kind: "micro-pay", state: "here" } })
  }
  return { page, answer, states: () => page.told.map(([state]) => state) }
}

/** The module remembers its window: a new one for each. */
async function load() {
  const module = await import("./opener")
  module.watchOpener(() => {})
  return module
}

beforeEach(() => {
  vi.resetModules()
  vi.unstubAllGlobals()
})

describe("a checkout tells its opener", () => {
  test("that something is signed and paid, once it has answered", async () => {
    const { page, answer } = openedBy(FORUM)
    const { tellSigned, tellPaid } = await load()
    answer(FORUM)
    tellSigned(signed)
    tellPaid(paid(8, null))
    tellPaid(paid(7, null))
    const what = { kind: "micro-pay", to: "ckt1a", amount: "50000000" }
    expect(page.told).toEqual([
      ["ready", FORUM, { kind: "micro-pay" }],
      ["open", FORUM, { kind: "micro-pay" }],
      ["signed", FORUM, what],
      ["paid", FORUM, what],
    ])
  })

  test("nothing before it has answered, by itself and from its own origin", async () => {
    const { page, answer, states } = openedBy(FORUM)
    const { tellSigned, tellPaid, readOpener } = await load()
    answer("https://elsewhere.example")
    answer(FORUM, {})
    tellSigned(signed)
    tellPaid(paid(7, null))
    expect([states(), readOpener()]).toEqual([["ready"], null])
    expect(page.told[0]?.[1]).toBe(FORUM)
  })

  test("nothing where the address names none that may be told", async () => {
    for (const claimed of ["*", "null", "http://forum.example", "https://forum.example/path"]) {
      vi.resetModules()
      const { answer, states } = openedBy(claimed)
      await load()
      answer(claimed)
      expect(states(), claimed).toEqual([])
    }
  })

  test("nothing of a payment that was not signed for it in this window", async () => {
    const storage = new Map<string, string>()
    const first = openedBy(FORUM, storage)
    const before = await load()
    first.answer(FORUM)
    before.tellSigned(signed)
    vi.resetModules()
    const { answer, states } = openedBy("https://hostile.example", storage)
    const { tellPaid, leadsToOpener, readOpener } = await load()
    answer("https://hostile.example")
    tellPaid(paid(7, null))
    tellPaid(paid(8, null))
    expect(states()).toEqual(["ready", "open"])
    expect(leadsToOpener(readOpener(), paid(7, null))).toBe(false)
  })

  test("after the window was loaded again that it was signed", async () => {
    const storage = new Map<string, string>()
    const first = openedBy(FORUM, storage)
    const before = await load()
    first.answer(FORUM)
    before.tellSigned(signed, link)
    vi.resetModules()
    const { page, answer } = openedBy(FORUM, storage)
    await load()
    answer(FORUM)
    expect(page.told.at(-1)).toEqual(["signed", FORUM, { kind: "micro-pay", link: "abc", amount: "50000000" }])
  })

  test("which payment it was only where the link leads back to it", async () => {
    const { page, answer } = openedBy(FORUM)
    const { tellSigned, tellPaid, leadsToOpener, readOpener } = await load()
    answer(FORUM)
    tellSigned(signed, link)
    const [own, other] = [`${FORUM}/thanks?payment_id=7&signature=x`, "https://shop.example/?payment_id=7&signature=x"]
    tellPaid(paid(7, other))
    expect(page.told.at(-1)?.[2]).toEqual({ kind: "micro-pay", link: "abc", amount: "50000000" })
    tellPaid(paid(7, own))
    expect(page.told.at(-1)?.[2]).toMatchObject({ returnUrl: own })
    expect([own, other, null].map((url) => leadsToOpener(readOpener(), paid(7, url)))).toEqual([true, false, true])
  })
})

test("the opener stays in a checkout's address, and no other text", async () => {
  const { keepOpener } = await import("./opener")
  const query = (origin: string) => new URLSearchParams({ opener_origin: origin })
  expect(keepOpener("/p/abc?payment=7", query(FORUM))).toBe(
    `/p/abc?payment=7&opener_origin=${encodeURIComponent(FORUM)}`,
  )
  expect(keepOpener("/p/abc", query(FORUM))).toBe(`/p/abc?opener_origin=${encodeURIComponent(FORUM)}`)
  expect(keepOpener("/p/abc", query("javascript:alert(1)"))).toBe("/p/abc")
})
