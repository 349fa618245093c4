import { ApiError, waitMs } from "@/lib/client/http"
import { readerOf } from "@/lib/client/node"
import type { NodeReader } from "@/lib/proof/node"
import { audit } from "@/packages/audit/src"
import type { CheckNews, CheckRequest } from "./owed-check"

/** Somebody with thousands of payments asks more in a minute than this server answers: the check waits, and goes on. */
const ATTEMPTS = 10
const WAIT_MS = 5_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function ask(node: NodeReader, method: string, params: unknown[]): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await node.call(method, params)
    } catch (error) {
      const isLimit = error instanceof ApiError && error.code === "RATE_LIMITED"
      if (!isLimit || attempt === ATTEMPTS) throw error
      await pause(waitMs(error, WAIT_MS))
    }
  }
}

async function get(path: string): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(path, { cache: "no-store" })
    if (response.status !== 429 || attempt === ATTEMPTS) return response
    const seconds = Number(response.headers.get("retry-after"))
    await pause(seconds > 0 ? seconds * 1_000 : WAIT_MS)
  }
}

function say(news: CheckNews): void {
  postMessage(news)
}

/** Runs the audit beside the page, which goes on answering its reader. It ends when the page lets go of this worker. */
addEventListener("message", async ({ data: { node, ...about } }: MessageEvent<CheckRequest>) => {
  const reader = readerOf(node)
  const rpc = (method: string, params: unknown[]) => ask(reader, method, params)
  try {
    const onProgress: Parameters<typeof audit>[0]["onProgress"] = (progress) => say({ kind: "progress", progress })
    say({ kind: "result", result: await audit({ ...about, get, rpc, onProgress }) })
  } catch {
    say({ kind: "failed" })
  }
})
