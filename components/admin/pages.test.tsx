import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime"
import { PathnameContext, SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime"
import { renderToStaticMarkup } from "react-dom/server"
import { describe, expect, test } from "vitest"
import { LOCALES } from "@/components/messages/locale"
import { MessagesProvider } from "@/components/messages/provider"
import type { OverviewJson } from "@/lib/http/api/overview"
import type { PauseJson } from "@/lib/http/api/pause"
import type { PaymentRecordJson } from "@/lib/http/api/payment-record"
import { Alarms } from "./alarms"
import { PaymentRecord } from "./payment/payment-record"
import { TodaySection } from "./today-section"

const TIME = "2026-01-31T12:00:00.000Z"
const HASH = `0x${"ab".repeat(32)}`
const ROUTER = { push() {}, replace() {}, refresh() {}, back() {}, forward() {}, prefetch() {} }

/** What a page shows of these replies. */
function shown(
  page: React.ReactNode,
  known: [(string | number)[], unknown][],
  locale: (typeof LOCALES)[number] = "en",
): string {
  const client = new QueryClient()
  for (const [name, data] of known) client.setQueryData(["operator", ...name], data)
  return renderToStaticMarkup(
    <AppRouterContext value={ROUTER as never}>
      <PathnameContext value="/admin">
        <SearchParamsContext value={new URLSearchParams()}>
          <MessagesProvider locale={locale}>
            <QueryClientProvider client={client}>{page}</QueryClientProvider>
          </MessagesProvider>
        </SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>,
  )
}

const pauseOf = (reason: string, id = 1): PauseJson => ({
  ...{ id, scope: "all", reason, detail: "At block 7.", created_at: TIME, resolved_at: null },
})

describe("what stands still", () => {
  test("is red and said at once when it is an alarm, with what to do next, before what somebody has paused", () => {
    const html = shown(<Alarms />, [[["pauses"], [pauseOf("operator_all"), pauseOf("reconciliation_deficit", 2)]]])
    expect(html).toMatch(/role="alert".*Money is missing.*Do not resume before.*role="status".*Everything is paused/s)
    expect(html).toContain("At block 7.")
  })

  test("is an alarm too when a newer version has a name for it that is not known here", () => {
    expect(shown(<Alarms />, [[["pauses"], [pauseOf("something_new")]]])).toMatch(/role="alert".*something_new/s)
  })

  test("is nothing when nothing does", () => {
    expect(shown(<Alarms />, [[["pauses"], [{ ...pauseOf("operator_all"), resolved_at: TIME }]]])).toBe("")
  })
})

const OVERVIEW: OverviewJson = {
  today: { from: TIME, payments: 1_234, amount: "123450000000", fees: "100000000" },
  owed: { amount: "6500000000", receivers: 1, more: false },
  stuck: { payments: 2, payouts: 0, since: TIME },
  pool: { lendable: 3, low: true, low_below: 8 },
  block: { number: 12_345, processed_at: TIME },
  inngest_answers: false,
}

test("the overview says what needs somebody, each with the way there", () => {
  const html = shown(<TodaySection />, [[["overview"], OVERVIEW]])
  expect(html).toMatch(/href="\/admin\/payments\?status=submitted"[^>]*>2 payments are stuck/)
  expect(html).toMatch(/href="\/admin\/pool"[^>]*>3 cells are left for payments/)
  expect(html).toMatch(/href="\/admin\/jobs"[^>]*>Inngest&#x27;s server does not answer/)
  for (const figure of ["1,234", "to 1 payee", "12,345"]) expect(html).toContain(figure)
  const calm = {
    ...OVERVIEW,
    inngest_answers: true,
    stuck: { payments: 0, payouts: 0, since: null },
    pool: { ...OVERVIEW.pool, low: false },
  }
  expect(shown(<TodaySection />, [[["overview"], calm]])).toContain("Nothing needs attention now.")
})

const RECORD: PaymentRecordJson = {
  payment: {
    ...{ id: 12, sender: "ckt1payer", receiver: "ckt1payee", amount: "250000000", platform_fee: "2500000" },
    ...{ refunded: "0", network_fee: "1000", status: "confirmed", is_complete: true, tx_hash: HASH, confirmations: 6 },
    ...{ info: "mug", category: 0, sender_did: null, receiver_did: null, reference: "order 7", message: "for Ana" },
    link: { slug: "abcdefghjkmn", title: "Ceramic mug", note: "You get it by mail" },
    ...{ created_at: TIME, updated_at: TIME, expires_at: TIME, commitment: HASH, salt: HASH },
    return_url: null,
    steps: { signed_at: TIME, block_number: 2_391, committed_at: TIME, credited_at: null },
    accounts: [],
  },
  unsigned_tx: "0xabcd",
  events: [{ type: "payment.committed", status: "committed", created_at: TIME }],
  transaction: {
    ...{ status: "confirmed", bytes: 597, block_number: 2_391, block_hash: HASH, committed_at: TIME, sends: 1 },
    ...{ last_answer: null, invalid_since: null },
  },
  payouts: [{ settlement_id: 3, kind: "payout", status: "signed", tx_hash: HASH, amount: "1", created_at: TIME }],
  ledger: [],
}

test.each(LOCALES)("a payment tells all that is known of it (%s)", (locale) => {
  const html = shown(<PaymentRecord id={12} />, [[["payment", 12], RECORD]], locale)
  const known = ["ckt1payer", "ckt1payee", "mug", "order 7", "for Ana", "Ceramic mug", "You get it by mail", "2,391"]
  for (const text of [...known, "0xabcd", "597", "/receipt/12", "/p/abcdefghjkmn"]) expect(html).toContain(text)
})
