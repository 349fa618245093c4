import { randomBytes } from "node:crypto"
import { parseAddress } from "@/lib/chain/address"
import { receiverLockFor } from "@/lib/chain/locks"
import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import { signInMessage } from "./message"

/** How long a person may look at the wallet before they sign. */
const SIGN_SECONDS = 300

export interface BegunSignIn {
  nonce: string
  /** what the wallet is to sign */
  message: string
  expiresAt: Date
}

/**
 * Makes the text that the owner of an address signs to sign in. The nonce is stored, and good for one attempt.
 *
 * @param input.origin scheme and host that people see in their browser
 * @throws ValidationError for an address of another network, or one whose owner's signature cannot be checked here
 */
export async function beginSignIn(ctx: Context, input: { address: string; origin: string }): Promise<BegunSignIn> {
  const { chain, db } = ctx
  const party = await parseAddress(chain, input.address)
  if ((await receiverLockFor(party.lock, chain.client)).kind === "unsupported") throw cannotSignIn()
  const nonce = randomBytes(16).toString("hex")
  const { issuedAt, expiresAt } = await storeNonce(db, nonce)
  const message = signInMessage(chain, { origin: input.origin, address: party.address, nonce, issuedAt, expiresAt })
  return { nonce, message, expiresAt }
}

export function cannotSignIn(): ValidationError {
  return ValidationError.field(
    "address",
    "This kind of address cannot sign in here: its owner's signature cannot be checked. What is owed to it is paid by itself all the same.",
  )
}

async function storeNonce(db: Context["db"], nonce: string): Promise<{ issuedAt: Date; expiresAt: Date }> {
  const [row] = await db.$queryRaw<{ issued_at: Date; expires_at: Date }[]>`
    INSERT INTO sign_in (nonce, expires_at) VALUES (${nonce}, now() + ${SIGN_SECONDS} * interval '1 second')
    RETURNING issued_at, expires_at`
  if (!row) throw new Error("the nonce of a sign-in was not stored")
  return { issuedAt: row.issued_at, expiresAt: row.expires_at }
}
