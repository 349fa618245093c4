import { type Party, parseAddress } from "@/lib/chain/address"
import { type MessageSignature, receiverLockFor } from "@/lib/chain/locks"
import type { Context } from "@/lib/context"
import { InvalidSignature, StateMismatch } from "@/lib/errors"
import { cannotSignIn } from "./begin"
import { signInMessage } from "./message"

interface FinishInput extends MessageSignature {
  address: string
  /** what `beginSignIn` returned */
  nonce: string
  /** scheme and host that this request was made to */
  origin: string
}

/**
 * Checks the signature of a sign-in.
 *
 * The text is made anew from this request's host and address, this chain and the nonce's own times: a signature for any
 * other of them is one of another text, and fails. The nonce is used up by the attempt, whatever comes of it.
 *
 * @returns whose wallet signed: the party whose lock belongs to the key that made the signature
 * @throws ValidationError as `beginSignIn`
 * @throws StateMismatch when the nonce is unknown, used or expired
 * @throws InvalidSignature when the owner of the address did not sign this text
 */
export async function finishSignIn(ctx: Context, input: FinishInput): Promise<Party> {
  const { chain, db } = ctx
  const party = await parseAddress(chain, input.address)
  const lock = await receiverLockFor(party.lock, chain.client)
  if (lock.kind === "unsupported") throw cannotSignIn()
  const [issued] = await db.$queryRaw<{ issued_at: Date; expires_at: Date; expired: boolean }[]>`
    DELETE FROM sign_in WHERE nonce = ${input.nonce}
    RETURNING issued_at, expires_at, expires_at <= now() AS expired`
  if (!issued || issued.expired) {
    throw new StateMismatch("This sign-in has expired or was used already. Nothing changed. Sign in once more.", {
      details: { reason: "sign_in_over" },
    })
  }
  const message = signInMessage(chain, {
    origin: input.origin,
    address: party.address,
    nonce: input.nonce,
    issuedAt: issued.issued_at,
    expiresAt: issued.expires_at,
  })
  if (!lock.verifyMessage(message, input)) {
    throw new InvalidSignature(
      "The signature is not one of the owner of this address for this sign-in. Nothing changed. Connect the wallet that owns it, and sign in once more.",
    )
  }
  return party
}
