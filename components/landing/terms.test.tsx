import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import { LANDING } from "@/components/messages/landing"
import { SITE } from "@/components/messages/site"
import { type Config, loadConfig } from "@/lib/config"
import { Terms } from "./terms"

function config(network: Config["network"], settings: Record<string, string> = {}): Config {
  return loadConfig({
    CKB_NETWORK: network,
    DATABASE_URL: "postgresql://micropay@127.0.0.1/micropay",
    CKB_RPC_URL: "http://127.0.0.1:8114/",
    PLATFORM_KEY: `0x${"7a".repeat(32)}`,
    ADMIN_PASSWORD: "correct horse battery",
    ...settings,
  })
}

const drawn = (of: Config) =>
  renderToStaticMarkup(<Terms config={of} t={LANDING.en.terms} site={SITE.en.footer} />).replaceAll("&#x27;", "'")

test("the price and the threshold are those of this installation", () => {
  const page = drawn(config("testnet", { PLATFORM_FEE_BPS: "250", MIN_WITHDRAWAL_CKB: "100" }))
  expect(page).toContain("2.5% of each payment")
  expect(page).toContain('at <span translate="no">100 CKB</span>')
  expect(drawn(config("testnet", { PLATFORM_FEE_BPS: "0" }))).toContain("No fee on payments")
})

test("who runs it is named, with the ways to reach them that are set, and no others", () => {
  const set = { OPERATOR_NAME: "Pay <Ltd.>", OPERATOR_CONTACT: "mailto:help@pay.example" }
  const page = drawn(config("mainnet", { ...set, TERMS_URL: "https://pay.example/terms" }))
  expect(page).toContain("Pay &lt;Ltd.&gt; runs this site and holds the money until payout.")
  expect(page.match(/href="[^"]+"/g)).toEqual(
    ["/solvency", "mailto:help@pay.example", "https://pay.example/terms"].map((url) => `href="${url}"`),
  )
})

test("where nobody is named, people are warned; a development chain has only play money", () => {
  expect(drawn(config("mainnet"))).toContain("has not given a name")
  expect(drawn(config("devnet"))).toContain("play money")
  expect(drawn(config("devnet")).match(/href="[^"]+"/g)).toEqual(['href="/solvency"'])
})
