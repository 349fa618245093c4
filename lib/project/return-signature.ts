import { hkdfSync, type KeyObject, sign } from "node:crypto"
import type { Db } from "@/lib/db"
import { ed25519Key, publicKeyText } from "@/lib/ed25519"
import type { Hex } from "@/lib/hex"
import { installationKey } from "@/lib/session/installation-key"

/** What a payer brings back to the shop: which payment it was, for which order. */
export interface Return {
  paymentId: bigint
  txHash: Hex
  /** the order's; absent where the link names none */
  reference: string | null
}

/**
 * Signs that a payment of the project is in a block, for the payer to bring back: the shop's server checks it by the
 * project's public key, without asking. Ed25519 over `payment_id.tx_hash.reference`; a reference may hold points, so it
 * stands last.
 */
export async function signReturn(db: Db, projectId: bigint, { paymentId, txHash, reference }: Return): Promise<string> {
  const text = `${paymentId}.${txHash}.${reference ?? ""}`
  return `v1a,${sign(null, Buffer.from(text), await keyOf(db, projectId)).toString("base64")}`
}

/** What the project's shop checks that with: `whpk_…`. */
export async function returnKeyOf(db: Db, projectId: bigint): Promise<string> {
  return publicKeyText(await keyOf(db, projectId))
}

async function keyOf(db: Db, projectId: bigint): Promise<KeyObject> {
  const key = await installationKey(db, "project return")
  return ed25519Key(Buffer.from(hkdfSync("sha256", key, "", `${projectId}`, 32)))
}
