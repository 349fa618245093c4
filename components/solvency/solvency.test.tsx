import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import type { Locale } from "@/components/messages/locale"
import { MessagesProvider } from "@/components/messages/provider"
import { QUERY_KEYS } from "@/lib/client/query-keys"
import type { Epoch } from "@/lib/client/types"
import { Solvency } from "./solvency"

const hash = (digit: string) => `0x${digit.repeat(64)}`
const TIME = "2026-11-30T12:03:10.000Z"

const epoch = (change: Partial<Epoch> = {}): Epoch => ({
  block_number: 12_300,
  block_hash: hash("1"),
  genesis_hash: hash("2"),
  every: 100,
  platform_address: "ckt1platform",
  platform_lock_hash: hash("3"),
  owed: "4158000000",
  leaves: 64,
  root: hash("4"),
  leaves_hash: hash("5"),
  held: "232168000000",
  cells: 32,
  cells_hash: hash("6"),
  previous: null,
  created_at: TIME,
  hash: hash("7"),
  signature: "0x2a",
  files: true,
  anchor: null,
  ...change,
})

/** What a person reads. */
function read(epochs: Epoch[], given: { every?: number; tip?: number } = {}, locale: Locale = "en"): string {
  const client = new QueryClient()
  client.setQueryData(QUERY_KEYS.epochs(), epochs)
  const props = { every: 100, tip: 12_340, since: undefined, ...given }
  const markup = renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <MessagesProvider locale={locale}>
        <Solvency {...props} />
      </MessagesProvider>
    </QueryClientProvider>,
  )
  client.clear()
  const text = markup.replace(/<[^>]*>/g, " ").replaceAll("\u00a0", " ")
  return text.replace(/\s+/g, " ").replace(/ (?=\.\d)/g, "")
}

test("the newest proof says what is owed to how many at most, and held in how many cells", () => {
  const text = read([epoch({ anchor: { tx_hash: hash("a"), status: "confirmed", anchored_block_number: 12_320 } })])
  expect(text).toContain("Covered At block 12,300 it held all that it owed, and 2,280.1 CKB more.")
  expect(text).toContain("to at most 32 people")
  expect(text).toContain("in 32 cells")
  expect(text).toContain("Every 100 blocks · the next at block 12,400")
  expect(text).toContain("the one of block 12,300 · Final")
  expect(text).not.toContain("out of date")
  expect(read([epoch()], {}, "zh-CN")).toContain(
    "足额 在区块 12,300，平台持有的足以付清全部应付，还多出 2,280.1 CKB 。",
  )
})

test("a proof without an anchor of its own is bound by the next one that has one, or waits", () => {
  const anchor = { tx_hash: hash("a"), status: "confirmed", anchored_block_number: 12_320 } as const
  const text = read([epoch(), epoch({ block_number: 12_200, anchor }), epoch({ block_number: 12_100 })])
  const [, newest = "", , oldest = ""] = /Newest proofs .*? (12,300 .*?)(12,200 .*?)(12,100 .*)/.exec(text) ?? []
  expect(newest).toContain("Not yet")
  expect(oldest).toContain("With the one of block 12,200")
})

test("where less is held than owed, that is said in words, of now and of before", () => {
  const text = read([epoch({ owed: "232168000001" }), epoch({ block_number: 12_200 })])
  expect(text).toContain("Not covered At block 12,300 it held 0.00000001 CKB less than it owed.")
  expect(text).toContain("In 1 of the 2 proofs shown it held less than it owed.")
})

test("an old proof says that it is one, and one that is the last says so", () => {
  const old = read([epoch()], { tip: 12_701 })
  expect(old).toContain("The newest proof is of block 12,300, and the chain is at block 12,701 already.")
  expect(read([epoch()], { tip: 12_700 })).not.toContain("out of date")
  expect(read([epoch()], { every: 0 })).toContain("The operator has turned proofs off. What follows is the last one.")
})

test("without a proof people are told when one comes, or that none does", () => {
  expect(read([], { tip: 40 })).toContain("The first one is of block 100. The chain is at block 40.")
  expect(read([], { tip: 12_340 })).toContain("The first one, of block 12,300, comes in a minute or so.")
  expect(read([], { every: 0 })).toContain("The operator has turned them off ( SOLVENCY_BLOCKS is 0)")
})
