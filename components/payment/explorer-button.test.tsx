import { renderToStaticMarkup } from "react-dom/server"
import { expect, test } from "vitest"
import { MessagesProvider } from "@/components/messages/provider"
import type { Config } from "@/lib/client/types"
import { ExplorerButton } from "./explorer-button"

const HASH = `0x${"ab".repeat(32)}`

function shown(explorer_url: string | null): string {
  return renderToStaticMarkup(
    <MessagesProvider locale="en">
      <ExplorerButton config={{ explorer_url } as Config} hash={HASH} />
    </MessagesProvider>,
  )
}

test("a page links a transaction to the network's explorer, and tells it nothing of where one came from", () => {
  expect(shown("https://explorer.example/ckb/")).toMatch(
    new RegExp(`<a href="https://explorer.example/ckb/transaction/${HASH}" target="_blank" rel="noreferrer"`),
  )
})

test("and shows no link where there is none", () => {
  expect(shown(null)).toBe("")
})
