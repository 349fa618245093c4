import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import { MessagesProvider } from "@/components/messages/provider"
import type { AuditResult, EpochJson } from "@/packages/audit/src"
import { evidenceText } from "@/packages/audit/src/evidence"
import { CheckOwedResult } from "./check-owed-result"

const ADDRESS = "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqwgx292hnvmn68xf779vmzrshpmm6epn4c0cgwga"
const epoch = { block_number: 12_300, every: 100, owed: "4158000000", held: "232168000000" } as EpochJson
const yours = { owed: 4_158_000_000n, byChain: 4_158_000_000n, credited: 4_158_000_000n, paidOut: 0n, refunded: 0n }
const GOOD: AuditResult = { epoch, isAnchored: true, faults: [], unchecked: [], yours }

function read(change: Partial<AuditResult>): string {
  const result = { ...GOOD, ...change }
  const markup = renderToStaticMarkup(
    <MessagesProvider locale="en">
      <CheckOwedResult address={ADDRESS} node={null} result={result} />
    </MessagesProvider>,
  )
  const text = markup.replace(/<[^>]*>/g, " ").replaceAll("&#x27;", "'")
  return text.replace(/\s+/g, " ")
}

test("a good end is one sentence, and what limits it is said", () => {
  const good = read({})
  expect(good).toContain("You are owed 41.58 CKB by the chain's own account, and it is in the proof of block 12,300.")
  expect(good).toContain("The platform holds more than it owes.")
  expect(good).toContain("in the next proof, of block 12,400")
  expect(good).not.toContain("within the hour")
  expect(read({ isAnchored: false })).toContain("goes on the chain within the hour")
  expect(read({ yours: { ...yours, refunded: 100_000_000n } })).toContain("Refunds have taken back 1 CKB")
  expect(read({ yours: { ...yours, owed: 0n, byChain: 0n } })).toContain("At block 12,300 you were owed nothing")
  expect(read({ epoch: { ...epoch, held: epoch.owed } })).toContain("holds exactly what it owes")
})

test("whatever is wrong is said once, with how often, and nothing good beside it", () => {
  const text = read({ faults: [{ code: "CELL_NOT_LIVE" }, { code: "NOT_COVERED" }, { code: "CELL_NOT_LIVE" }] })
  expect(text).toContain("Something is wrong")
  expect(text).toContain("The platform counts a cell that it did not have at that block. (2 times)")
  expect(text).toContain("The platform owes more than it holds.")
  expect(text).not.toContain("You are owed")
})

test("what was not done accuses nobody of more", () => {
  expect(read({ faults: [{ code: "STALE" }] })).toContain("Something was not done")
  expect(read({ faults: [{ code: "STALE" }, { code: "TWO_ROOTS" }] })).toContain("Something is wrong")
})

test("what could not be looked at is no good end", () => {
  const text = read({ unchecked: [{ code: "NODE_FAILED", detail: "get_cells: timeout" }] })
  expect(text).toContain("Not everything could be checked The CKB node does not answer as it should.")
  expect(text).not.toContain("it is in the proof of block")
})

test("the evidence is a file that names the platform, the address and the meaning of each fault", () => {
  const faults = [{ code: "PIECE_MISSING" as const, block: 12_300 }]
  const evidence = JSON.parse(
    evidenceText(
      { ...GOOD, faults },
      {
        ...{ address: ADDRESS, platform: "https://pay.example" },
        node: "http://localhost:8114/",
      },
    ),
  )
  expect(evidence).toMatchObject({
    platform: "https://pay.example",
    node: "http://localhost:8114/",
    address: ADDRESS,
    epoch: { block_number: 12_300 },
    yours: { owed: "4158000000" },
    faults: [{ code: "PIECE_MISSING", means: expect.stringContaining("not among the leaves") }],
  })
})
