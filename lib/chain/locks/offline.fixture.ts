import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"

/** A client of the testnet's scripts whose every RPC call fails: what these tests do must need none. */
export function offlineClient(): ccc.Client {
  // Without `type`, or CCC asks the node for the newest cell of each script.
  const scripts = Object.fromEntries(
    Object.entries(cccA.TESTNET_SCRIPTS).map(([name, info]) => [
      name,
      { ...info, cellDeps: info.cellDeps.map(({ cellDep }) => ({ cellDep })) },
    ]),
  ) as typeof cccA.TESTNET_SCRIPTS
  const client = new ccc.ClientPublicTestnet({ url: "http://offline.invalid", fallbacks: [], scripts })
  client.requestor.request = async (method) => {
    throw new Error(`no RPC here: ${method}`)
  }
  return client
}

/** Bytes that a test may change: `ccc.bytesFrom` gives a Buffer, whose `slice` shares the original's memory. */
export function copyOf(bytes: ccc.BytesLike | undefined): Uint8Array {
  return Uint8Array.from(ccc.bytesFrom(bytes ?? "0x"))
}

export const KEY_A = `0x${"11".repeat(32)}` as const
export const KEY_B = `0x${"22".repeat(32)}` as const

export function secpWallet(client: ccc.Client, key: ccc.Hex = KEY_A): ccc.Signer {
  return new ccc.SignerCkbPrivateKey(client, key)
}
