import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { renderToStaticMarkup } from "react-dom/server"
import { describe, expect, test } from "vitest"
import type { Locale } from "@/components/messages/locale"
import { MessagesProvider } from "@/components/messages/provider"
import TwoWords from "@/components/payment/two-words"
import type { Account, Entry, Payout, PreparedWithdrawal } from "@/lib/client/types"
import { shannons } from "@/lib/money"
import { BalanceCard } from "./balance-card"
import { EntriesTable } from "./entries-table"
import { EntryDetails } from "./entry-details"
import { Payouts } from "./payouts"
import { Statement } from "./statement"
import { ToldSettings } from "./told-settings"
import { WithdrawReview } from "./withdraw-review"

const ADDRESS = "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqwgx292hnvmn68xf779vmzrshpmm6epn4c0cgwga"
const HASH = `0x${"ab".repeat(32)}`
const TIME = "2026-11-30T12:03:10.000Z"

/** What a person reads: the words of the markup, without the markup. */
function read(element: React.ReactElement, data: [unknown[], unknown][] = [], locale: Locale = "en"): string {
  const client = new QueryClient()
  for (const [key, value] of data) client.setQueryData(key, value)
  const markup = renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <MessagesProvider locale={locale}>{element}</MessagesProvider>
    </QueryClientProvider>,
  )
  client.clear()
  return markup
    .replace(/<[^>]*>/g, " ")
    .replaceAll("\u00a0", " ")
    .replace(/\s+/g, " ")
}

const account = (change: Partial<Account> = {}): Account => ({
  address: ADDRESS,
  pending: "0",
  available: "2786422214",
  settling: "0",
  paid: "0",
  threshold: "6500000000",
  payouts_paused: false,
  next_settlement_at: TIME,
  withdrawal: "signature",
  ...change,
})

describe("the balance", () => {
  test("says what is missing, and the next payout's time only when there will be one", () => {
    const text = read(<BalanceCard account={account()} news="" />)
    expect(text).toContain("27.86422214 of 65 CKB · 37.13577786 CKB to go until the next payout")
    expect(text).not.toContain("Next payout")
    expect(read(<BalanceCard account={account({ available: "6500000000" })} news="" />)).toContain("Next payout")
    const paused = account({ available: "6500000000", payouts_paused: true, next_settlement_at: null })
    expect(read(<BalanceCard account={paused} news="" />)).toContain("you have paused payouts")
  })

  test("tells what has just come in", () => {
    expect(read(<BalanceCard account={account()} news="+1.485 CKB received" />)).toContain("+1.485 CKB received")
  })
})

const part = { amount: "816700000", status: "paid", settlement_id: 7, tx_hash: HASH, updated_at: TIME } as const
const entry: Entry = {
  id: 3,
  payment_id: 2,
  receiver: ADDRESS,
  amount: "1237500000",
  kind: "receiver",
  status: "available",
  is_payed: false,
  tx_hash: HASH,
  created_at: TIME,
  updated_at: TIME,
  parts: [part, { ...part, amount: "420800000", status: "available", settlement_id: null, tx_hash: null }],
  sender: ADDRESS,
  info: "order 7",
  reference: "A118",
  message: "See you soon",
  link: { slug: "0123456789ab", title: "Ceramic mug, blue" },
  payment: { amount: "1250000000", platform_fee: "12500000", tx_hash: HASH },
}
describe("income", () => {
  test("is one row a payment, which says what was sold first", () => {
    const text = read(<EntriesTable rows={[entry]} explorer={null} isOld={false} />)
    expect(text).toContain("What for")
    expect(text).toContain("Ceramic mug, blue · A118 · order 7")
    expect(text).toContain("“See you soon”")
    expect(text).toContain("+ 12.375 CKB")
    expect(text).toMatch(/30 Nov|Nov 30/)
  })

  test("says in its details which part is paid out and which is owed, without a sign", () => {
    const steps = { signed_at: TIME, block_number: 2_391, committed_at: TIME, credited_at: TIME }
    const payment = { id: 2, sender: ADDRESS, amount: "1250000000", tx_hash: HASH, status: "confirmed", steps }
    const details = { ...payment, info: "order 7", accounts: [entry] }
    const text = read(<EntryDetails entry={entry} explorer={null} />, [[["payment-details", 2], details]])
    expect(text).toMatch(/block 2,391/)
    expect(text).toContain("Paid out 8.167 CKB Owed to you 4.208 CKB")
    expect(text).toContain("Order A118 Note order 7 Payer's message See you soon".replace("'", "&#x27;"))
    expect(text).not.toMatch(/[-−]\d/)
  })
})

const payout: Payout = {
  settlement_id: 7,
  kind: "withdrawal",
  status: "confirmed",
  amount: "816700000",
  network_fee: "1000",
  tx_hash: HASH,
  created_at: TIME,
  updated_at: TIME,
  payment_count: 3,
  payments: [{ payment_id: 2, amount: "816700000", info: null, link_title: "Ceramic mug, blue" }],
}

describe("payouts", () => {
  test("name their network fee, how many payments they pay, and where all of them are", () => {
    const text = read(<Payouts account={account()} explorer={null} />, [[["account", ADDRESS, "payouts"], [payout]]])
    expect(text).toContain("8.167 CKB Paid out")
    expect(text).toContain("network fee 0.00001 CKB")
    expect(text).toContain("For 3 payments")
    expect(text).toContain("All payouts as CSV")
  })

  test("that there are none of yet say when the first one comes", () => {
    const none: [unknown[], unknown][] = [[["account", ADDRESS, "payouts"], []]]
    expect(read(<Payouts account={account()} explorer={null} />, none)).toContain("65 CKB")
  })

  test("are stated for a month, from what was owed to what is owed", () => {
    const month = new Date().toISOString().slice(0, 7)
    const sums = { opening: "0", credited: "1237500000", paid_out: "816700000", closing: "420800000" }
    const text = read(<Statement address={ADDRESS} />, [[["statement", ADDRESS, month], sums]])
    expect(text).toContain("Credited 12.375 CKB Paid out 8.167 CKB Owed at the end 4.208 CKB")
  })
})

describe("a withdrawal under review", () => {
  const review = (change: Partial<PreparedWithdrawal>, networkFee: bigint) => {
    const prepared = {
      withdrawal_id: 1,
      tx_hash: HASH,
      raw_tx: "0x",
      amount: "300000000",
      network_fee: String(networkFee),
      expires_at: new Date(Date.now() + 90_000).toISOString(),
      ...change,
    }
    const gets = shannons(BigInt(prepared.amount) - networkFee)
    return read(
      <WithdrawReview
        prepared={prepared}
        review={{ gets, networkFee: shannons(networkFee), decoded: {} as never }}
        clockOffset={0}
        isSigned
        isBusy={false}
        problem={null}
        onSign={() => {}}
        onBack={() => {}}
      />,
    )
  }

  test("can be left, and says how long it is good", () => {
    const text = review({}, 1_000n)
    expect(text).toContain("Sign and receive 2.99999 CKB")
    expect(text).toContain("Change amount")
    expect(text).toMatch(/Valid for (89|90) s/)
    expect(text).not.toContain("more than 10 %")
  })

  test("says when the network fee takes more than a tenth of it", () => {
    expect(review({ amount: "9999" }, 1_000n)).toContain("more than 10 %")
    expect(review({ amount: "10000" }, 1_000n)).not.toContain("more than 10 %")
  })

  test("cannot be signed once it is too late", () => {
    const text = review({ expires_at: new Date(Date.now() - 1_000).toISOString() }, 1_000n)
    expect(text).toContain("Nothing was sent")
    expect(text).not.toContain("Sign and receive")
  })
})

test("the same words are shown in either language, each with the other one beside it", () => {
  const payment = { tx_hash: HASH, link: { slug: "0123456789ab" }, salt: `0x${"01".repeat(32)}` }
  const words = (locale: Locale) => new Set(read(<TwoWords payment={payment} />, [], locale).split(/[\s·]+/))
  expect(words("zh-CN")).toEqual(words("en"))
  expect(read(<TwoWords payment={{ ...payment, salt: null }} />)).toBe("")
})

test("nobody is told by sound or notification before they ask for it", () => {
  const markup = renderToStaticMarkup(
    <MessagesProvider locale="en">
      <ToldSettings />
    </MessagesProvider>,
  )
  expect(markup).not.toContain("checked")
})
