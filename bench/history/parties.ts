import { createHash } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import type { Client } from "pg"
import { SIGHASH_CODE_HASH } from "@/devnet/scripts"
import type { Shape } from "./shape"

const AT_ONCE = 5_000

/**
 * Makes up the people of the history in the table `bench_party`: addresses of secp256k1 locks whose keys nobody has.
 * Who has the role and the number gets the same address in each history.
 */
export async function makeParties(db: Client, { senders, receivers, splitters }: Shape): Promise<void> {
  await db.query(`DROP TABLE IF EXISTS bench_party;
    CREATE UNLOGGED TABLE bench_party (role text, n int, address text, lock_hash bytea, PRIMARY KEY (role, n))`)
  // Addresses of a dev chain are spelt as on the public testnet.
  const client = new ccc.ClientPublicTestnet({ url: "http://127.0.0.1:1", fallbacks: [] })
  for (const [role, count] of Object.entries({ sender: senders, receiver: receivers, splitter: splitters })) {
    for (let from = 0; from < count; from += AT_ONCE) {
      const addresses: string[] = []
      const hashes: Uint8Array[] = []
      for (let number = from; number < Math.min(count, from + AT_ONCE); number++) {
        const args = `0x${createHash("sha256").update(`${role}${number}`).digest("hex").slice(0, 40)}`
        const lock = ccc.Script.from({ codeHash: SIGHASH_CODE_HASH, hashType: "type", args })
        addresses.push(ccc.Address.fromScript(lock, client).toString())
        hashes.push(ccc.bytesFrom(lock.hash()))
      }
      await db.query(
        `INSERT INTO bench_party SELECT $1, $2 + nth - 1, address, lock_hash
         FROM unnest($3::text[], $4::bytea[]) WITH ORDINALITY AS party(address, lock_hash, nth)`,
        [role, from, addresses, hashes.map((hash) => Buffer.from(hash))],
      )
    }
  }
  await db.query("ANALYZE bench_party")
}
