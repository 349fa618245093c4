"use client"

import { ccc } from "@ckb-ccc/connector-react"
import { useQuery } from "@tanstack/react-query"
import type { Config } from "@/lib/client/types"
import { type Shannons, shannons } from "@/lib/money"
import { useWallet } from "./wallet-provider"

export type LockKind = "secp256k1" | "omnilockEvm" | "omnilockOld" | "omnilock" | "joyId" | "pwLock" | "other"

export interface WalletAddress {
  address: string
  lock: ccc.Script
  kind: LockKind
  /** capacity of its plain cells (no type, no data): all that a payment may spend */
  balance: Shannons
  /** what a cell of this lock must hold at least, and so stays in the wallet */
  occupied: Shannons
}

const REFRESH_MS = 2_000
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
  return useQuery({
    queryKey: ["wallet-addresses", connected?.name, connected?.account],
    queryFn: () => (connected ? readAddresses(client, config, connected.signer) : []),
    enabled: connected !== null,
    refetchInterval: ({ state }) => (state.data && isWaiting(state.data) ? REFRESH_MS : false),
    retry: 3,
  })
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
      occupied: occupiedCapacity(address.script),
    })),
  )
}

/** A private chain names its scripts; what wallets know beside them exists only on the testnet. */
function isOnChain(config: Config, lock: ccc.Script): boolean {
  if (config.network !== "devnet") return true
  return Object.values(config.scripts).some(({ codeHash }) => codeHash === lock.codeHash)
}

/** 8 bytes for the capacity, 33 for code hash and hash type, and the args; a shannon's hundred-millionth CKB a byte. */
function occupiedCapacity(lock: ccc.Script): Shannons {
  return shannons(BigInt(8 + 33 + ccc.bytesFrom(lock.args).length) * 100_000_000n)
}

const KINDS: [ccc.KnownScript, LockKind][] = [
  [ccc.KnownScript.Secp256k1Blake160, "secp256k1"],
  [ccc.KnownScript.OmniLock, "omnilock"],
  [ccc.KnownScript.JoyId, "joyId"],
  [ccc.KnownScript.PWLock, "pwLock"],
]

async function lockKind(client: ccc.Client, lock: ccc.Script): Promise<LockKind> {
  for (const [known, kind] of KINDS) {
    const { codeHash, hashType } = await client.getKnownScript(known)
    if (codeHash !== lock.codeHash || hashType !== lock.hashType) continue
    if (kind !== "omnilock") return kind
    if (lock.args.startsWith("0x12")) return "omnilockEvm"
    return lock.args.startsWith("0x01") ? "omnilockOld" : "omnilock"
  }
  return "other"
}
