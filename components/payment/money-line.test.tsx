import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import type { Locale } from "@/components/messages/locale"
import { MessagesProvider } from "@/components/messages/provider"
import type { PaymentWithAccounts } from "@/lib/client/types"
import { MoneyLine } from "./money-line"

const AT = "2026-11-30T03:00:00.000Z"
const NOTHING = { signed_at: null, block_number: null, committed_at: null, credited_at: null }
const CREDITED = { signed_at: AT, block_number: 2391, committed_at: AT, credited_at: AT }

type Part = { amount: string; status: string; tx_hash: string | null }

/** The steps as they are read, those that are done marked. */
function shown(steps: object, parts: Part[], locale: Locale = "en"): string[] {
  const is_payed = parts.every(({ status }) => status === "paid")
  const all = parts.map((part) => ({ settlement_id: null, updated_at: AT, ...part }))
  const payment = {
    steps,
    accounts: [
      { kind: "fee", amount: "5", is_payed: false, parts: [] },
      { kind: "receiver", amount: "300000000", is_payed, parts: all },
    ],
  } as unknown as PaymentWithAccounts
  const html = renderToStaticMarkup(
    <MessagesProvider locale={locale}>
      <MoneyLine payment={payment} />
    </MessagesProvider>,
  )
  return [...html.matchAll(/<li[^>]*data-done="(\w+)">(.*?)<\/li>/g)].map(([, isDone, inner]) => {
    const text = (inner ?? "").replace(/<time.*?<\/time>/g, "").replace(/<button.*<\/button>/g, "")
    return `${isDone === "true" ? "✓" : "·"} ${text.replace(/<[^>]*>/g, "").trim()}`
  })
}

const OWED: Part = { amount: "300000000", status: "available", tx_hash: null }

test("the line says what has happened, and what has not yet", () => {
  const waiting = ["· Waiting for a block", "· Not final yet", "· Not paid out yet"]
  expect(shown({ ...NOTHING, signed_at: AT }, [OWED])).toEqual(["✓ Signed", ...waiting])
  expect(shown(CREDITED, [OWED])).toEqual([
    "✓ Signed",
    "✓ In block 2,391",
    "✓ Credited to the payee",
    "· Not paid out yet",
  ])
})

test("it ends with the payout, or with each part of the share that was paid out", () => {
  const paid = (amount: string, tx_hash: string): Part => ({ amount, status: "paid", tx_hash })
  const before = ["✓ Signed", "✓ In block 2,391", "✓ Credited to the payee"]
  const paying = { ...OWED, status: "settling", tx_hash: "0xaa" }
  expect(shown(CREDITED, [paying])).toEqual([...before, "· Being paid out"])
  expect(shown(CREDITED, [paid("300000000", "0xaa")])).toEqual([...before, "✓ Paid out"])
  const parts = [paid("100000000", "0xaa"), { ...OWED, amount: "200000000" }]
  expect(shown(CREDITED, parts)).toEqual([...before, "✓ 1 CKB paid out"])
})

test("it reads the same in Chinese", () => {
  const [signed, block] = shown(CREDITED, [OWED], "zh-CN")
  expect([signed, block]).toEqual(["✓ 已签名", "✓ 已写入区块 2,391"])
})
