import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { json } from "node:stream/consumers"
import type { Ending } from "./database-stage"

/** A node that knows its genesis block and its tip: enough for what never looks into a block. */
export interface BareNode {
  url: string
  tip: number
  genesisHash: string
  close(): Promise<void>
  /** Answers again, where it did before. */
  reopen(): Promise<void>
}

/** A fixture: such a node, which ends with what asked for it. */
// biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
export async function bareNode({}, { onCleanup }: Ending): Promise<BareNode> {
  const server = createServer(async (request, response) => {
    const { id, method } = (await json(request)) as { id: number; method: string }
    const hash = node.genesisHash
    const genesis = { header: { hash }, transactions: [{ hash }, { hash: `0x${"cd".repeat(32)}` }] }
    const result = method === "get_tip_block_number" ? `0x${node.tip.toString(16)}` : genesis
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }))
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  const node: BareNode = {
    url: `http://127.0.0.1:${port}`,
    tip: 7,
    genesisHash: `0x${"ab".repeat(32)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    reopen: () => listen(port),
  }
  onCleanup(node.close)
  return node
}
