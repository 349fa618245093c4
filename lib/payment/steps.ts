import type { Context } from "@/lib/context"

/** How far a payment's money has come, and when; null for what has not happened, or was taken back. */
export interface PaymentSteps {
  /** The platform has stored the sender's signature, and its own */
  signedAt: Date | null
  /** The block that holds it, and when it was taken in here */
  blockNumber: bigint | null
  committedAt: Date | null
  /** From then on it is owed to the payee for good */
  creditedAt: Date | null
}

/** By its id alone. Nothing for a payment that does not exist. */
export async function stepsOf({ db }: Context, paymentId: bigint): Promise<PaymentSteps | undefined> {
  const [steps] = await db.$queryRaw<PaymentSteps[]>`
    SELECT t.created_at AS "signedAt", t.block_number AS "blockNumber", t.committed_at AS "committedAt",
      CASE WHEN p.status = 'confirmed' THEN (
        SELECT max(e.created_at) FROM event e
        WHERE e.object = 'payment' AND e.object_id = p.id AND e.type = 'payment.confirmed'
      ) END AS "creditedAt"
    FROM payment p LEFT JOIN chain_transaction t ON t.payment_id = p.id
    WHERE p.id = ${paymentId}`
  return steps
}
