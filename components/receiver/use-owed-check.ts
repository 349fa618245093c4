"use client"

import { useCallback, useEffect, useState } from "react"
import { createStored } from "@/lib/client/stored"
import type { Config } from "@/lib/client/types"
import type { AuditResult, EpochJson, Progress } from "@/packages/audit/src"
import type { CheckNews, CheckRequest } from "./owed-check"

export type CheckState =
  | { kind: "running"; progress: Progress | undefined }
  | { kind: "done"; result: AuditResult }
  | { kind: "failed" }

/** The newest proof that this browser was shown: the platform cannot take it back unnoticed. */
const SEEN = createStored("micropay.seen-proof")

/**
 * Checks in a worker what an address is owed. When nobody looks any more, the worker ends.
 *
 * @param node the address of the node that is asked; null: this site's
 * @returns how far it is, and a function that begins anew
 */
export function useOwedCheck(address: string, node: string | null, site: Config | undefined): [CheckState, () => void] {
  const [state, setState] = useState<CheckState>({ kind: "running", progress: undefined })
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is another check
  useEffect(() => {
    if (!site) return
    setState({ kind: "running", progress: undefined })
    const worker = new Worker(new URL("./owed-check.worker.ts", import.meta.url), { type: "module" })
    worker.onerror = () => setState({ kind: "failed" })
    worker.onmessage = ({ data }: MessageEvent<CheckNews>) => {
      if (data.kind === "progress") return setState({ kind: "running", progress: data.progress })
      worker.terminate()
      if (data.kind === "failed") return setState({ kind: "failed" })
      keep(data.result)
      setState({ kind: "done", result: data.result })
    }
    worker.postMessage({ address, node, seen: seenOf(site) } satisfies CheckRequest)
    return () => worker.terminate()
  }, [address, node, site, round])
  const again = useCallback(() => setRound((before) => before + 1), [])
  return [state, again]
}

/** A proof of another platform, or of a chain that began anew, says nothing of this one. */
function seenOf({ genesis_hash: genesis, platform_address: platform }: Config): unknown {
  try {
    const seen = JSON.parse(SEEN.read() ?? "null") as Partial<EpochJson> | null
    return seen?.genesis_hash === genesis && seen.platform_address === platform ? seen : undefined
  } catch {
    return undefined
  }
}

/** While something is wrong, the next check still compares with the proof from before. */
function keep({ epoch, faults }: AuditResult): void {
  if (epoch && faults.length === 0) SEEN.write(JSON.stringify(epoch))
}
