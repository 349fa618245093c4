import { type NodeReader, nodeAt } from "@/lib/proof/node"
import { createChainTransport } from "./chain-transport"
import { createStored } from "./stored"

/** The address of the node that somebody wants to be asked, for as long as they are here; null: this site's. */
export const CHOSEN_NODE = createStored("micropay.node", "sessionStorage")

/** What the policy of the page that asks nodes lets through: encrypted, or on the reader's own device. */
export const NODE_SCHEMES = { secure: "https://", local: "http://localhost" } as const

/** A node's address as it was meant, or undefined where a page could not ask it. */
export function readNodeUrl(text: string): string | undefined {
  const trimmed = text.trim()
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined
  const isLocal = url?.protocol === "http:" && ["localhost", "127.0.0.1"].includes(url.hostname)
  return url?.protocol === "https:" || isLocal ? url?.href : undefined
}

/** The node at an address; null: the one that this site reads by. */
export function readerOf(url: string | null): NodeReader {
  if (url !== null) return nodeAt(url)
  const { request } = createChainTransport()
  return { call: async (method, params) => (await request({ id: 1, method, params })).result }
}
