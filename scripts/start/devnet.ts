import { devnetCommand } from "@/devnet/command"
import { plainEnvironment } from "../process/environment"
import { preferPort } from "../process/ports"
import { waitUntil } from "../process/wait"
import { StartError } from "../start-error"
import { type Child, startChild } from "./children"
import type { Home } from "./home"

const BLOCK_MS = 1000
const READY_BOUND_MS = 30_000

/** Starts the embedded development chain on the home's data and waits until it answers. */
export async function startDevnet(home: Home): Promise<{ child: Child; url: string; port: number }> {
  const port = await preferPort(home.read().devnet?.port)
  const logFile = home.path("devnet.log")
  const child = startChild(home, "devnet", devnetCommand({ dir: home.path("devnet"), port, blockMs: BLOCK_MS }), {
    env: plainEnvironment(),
    logFile,
  })
  const url = `http://127.0.0.1:${port}`
  let ended: string | undefined
  child.ended.then((why) => {
    ended = why
  })
  const up = await waitUntil(async () => ended !== undefined || (await answers(url)), READY_BOUND_MS)
  if (ended !== undefined || !up) {
    await child.stop()
    throw new StartError(
      `the embedded devnet did not start (${ended ?? `no answer within ${READY_BOUND_MS / 1000} s`}).`,
      {
        data: "untouched.",
        todo: `see the end of ${logFile}, then start again.`,
      },
    )
  }
  home.update({ devnet: { port } })
  return { child, url, port }
}

async function answers(url: string): Promise<boolean> {
  try {
    const body = JSON.stringify({ id: 1, jsonrpc: "2.0", method: "get_tip_block_number", params: [] })
    const reply = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })
    return reply.ok
  } catch {
    return false
  }
}
