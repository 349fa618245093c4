"use client"

import { ccc } from "@ckb-ccc/connector-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { Config } from "@/lib/client/types"
import { LOCK_SCRIPTS, type LockKind, type OmnilockKind, omnilockKindOf } from "@/lib/lock-kinds"
import { type Shannons, shannons } from "@/lib/money"
import { plainCapacity } from "@/lib/plain-capacity"
import { useWallet } from "./wallet-provider"

/** Locks under which wallets have addresses, of those that the platform knows. */
const WALLET_LOCKS = ["secp256k1", "omnilock", "joyid", "pw-lock"] as const satisfies readonly LockKind[]

type WalletLockKind = (typeof WALLET_LOCKS)[number] | OmnilockKind | "other"

export interface WalletAddress {
  address: string
  lock: ccc.Script
  kind: WalletLockKind
  /** capacity of its plain cells (no type, no data): all that a payment may spend */
  balance: Shannons
  /** what a cell of this lock must hold at least, and so stays in the wallet */
  occupied: Shannons
}

const REFRESH_MS = 2_000
/** Until the chain is read again after it could not be. */
const AGAIN_MS = 5_000
/** Cells without type script and without data, as the CKB indexer's filter says it. */
const PLAIN_CELLS: ccc.ClientIndexerSearchKeyFilterLike = { scriptLenRange: [0, 1], outputDataLenRange: [0, 1] }

/**
 * The connected wallet's addresses that exist on this chain, with their balances. One wallet may have several: an EVM
 * wallet has two kinds of Omnilock and PW lock.
 *
 * @param isWaiting money is expected: look often
 */
export function useWalletAddresses(isWaiting: (addresses: WalletAddress[]) => boolean) {
  const { client, config, connected } = useWallet()
  const query = useQuery({
    queryKey: ["wallet-addresses", connected?.name, connected?.account],
    queryFn: () => (connected ? readAddresses(client, config, connected.signer) : []),
    enabled: connected !== null,
    refetchInterval: ({ state }) => {
      if (!state.data) return state.errorUpdateCount > 0 ? AGAIN_MS : false
      return isWaiting(state.data) ? REFRESH_MS : false
    },
    retry: 1,
  })
  return { ...query, problem: useLastProblem(query) }
}

/** Why there is nothing to show: stays while the next try is under way, so that the page does not flicker. */
function useLastProblem({ data, error }: { data: unknown; error: Error | null }): Error | null {
  const [last, setLast] = useState<Error | null>(null)
  if (data !== undefined && last !== null) setLast(null)
  if (data === undefined && error !== null && error !== last) setLast(error)
  return data === undefined ? (error ?? last) : null
}

async function readAddresses(client: ccc.Client, config: Config, signer: ccc.Signer): Promise<WalletAddress[]> {
  const addresses = await signer.getAddressObjs()
  const usable = addresses.filter(({ script }) => isOnChain(config, script))
  return Promise.all(
    usable.map(async (address) => ({
      address: address.toString(),
      lock: address.script,
      kind: await lockKind(client, address.script),
      balance: shannons(
        await client.getCellsCapacity({
          script: address.script,
          scriptType: "lock",
          scriptSearchMode: "exact",
          filter: PLAIN_CELLS,
        }),
      ),
      occupied: plainCapacity(address.script),
    })),
  )
}

/** A private chain names its scripts; what wallets know beside them exists only on the testnet. */
function isOnChain(config: Config, lock: ccc.Script): boolean {
  if (config.network !== "devnet") return true
  return Object.values(config.scripts).some(({ codeHash }) => codeHash === lock.codeHash)
}

async function lockKind(client: ccc.Client, lock: ccc.Script): Promise<WalletLockKind> {
  for (const kind of WALLET_LOCKS) {
    for (const name of LOCK_SCRIPTS[kind]) {
      const { codeHash, hashType } = await client.getKnownScript(ccc.KnownScript[name])
      if (codeHash !== lock.codeHash || hashType !== lock.hashType) continue
      return kind === "omnilock" ? (omnilockKindOf(ccc.bytesFrom(lock.args)[0]) ?? kind) : kind
    }
  }
  return "other"
}
