import { ccc } from "@ckb-ccc/core"
import fc from "fast-check"
import { GENESIS } from "@/lib/config-networks"
import type { Hex } from "@/lib/hex"
import { SHARE_KINDS } from "@/lib/ledger/types"
import { MAX_SHANNONS } from "@/lib/money"
import type { ProvableReceipt } from "./receipt"

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes): Hex => ccc.hexFrom(bytes))
const address = fc
  .record({ codeHash: hash, hashType: fc.constantFrom("type", "data1"), args: fc.uint8Array({ maxLength: 34 }) })
  .map((script) => ccc.Address.from({ script: script as ccc.ScriptLike, prefix: "ckt" }).toString())

/** Any receipt that could be one: the fee's share is the platform's own, as a rule. */
export const receipts: fc.Arbitrary<ProvableReceipt> = fc
  .record({
    version: fc.constant(1 as const),
    genesis_hash: fc.oneof(hash, fc.constantFrom(GENESIS.mainnet, GENESIS.testnet)),
    tx_hash: hash,
    payment_id: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    salt: fc.option(hash),
    platform: address,
    sender: address,
    shares: fc.array(
      fc.record({
        kind: fc.constantFrom(...SHARE_KINDS),
        address: fc.option(address),
        amount: fc.bigInt({ min: 1n, max: MAX_SHANNONS }),
      }),
      { minLength: 1, maxLength: 34 },
    ),
  })
  .map(({ platform, shares, ...receipt }) => ({
    ...receipt,
    platform,
    shares: shares.map((share) => ({ ...share, address: share.address ?? platform })),
  }))

/** A receipt as it comes out of its file. */
export function fileOf(receipt: ProvableReceipt): unknown {
  return JSON.parse(JSON.stringify(receipt, (_, value) => (typeof value === "bigint" ? value.toString() : value)))
}
