import type { PaymentStore } from "./store"

/** What is paid, in the caller's own words, and where it is remembered. */
export interface Resume {
  store: PaymentStore
  /** an order's number, or whatever else is paid once: the same key never pays twice */
  key: string
}

/** A payment that was signed. */
export interface Kept {
  paymentId: number
  txHash: string
  clientSecret: string
  salt: string
  /** until the platform has it */
  signedTx?: string
}

export async function write({ store, key }: Resume, kept: Kept): Promise<void> {
  await store.set(key, JSON.stringify(kept))
}

export async function forget({ store, key }: Resume): Promise<void> {
  await store.delete(key)
}

/** @throws Error for what is there and cannot be read: it may stand for a payment */
export async function read({ store, key }: Resume): Promise<Kept | undefined> {
  const text = await store.get(key)
  if (text === null) return undefined
  const kept: unknown = JSON.parse(text)
  if (!isKept(kept)) throw new Error(`What is kept under ${JSON.stringify(key)} is no payment.`)
  return kept
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null) return false
  const { paymentId, txHash, clientSecret, salt, signedTx } = value as Partial<Record<keyof Kept, unknown>>
  return (
    typeof paymentId === "number" &&
    [txHash, clientSecret, salt].every((text) => typeof text === "string") &&
    (signedTx === undefined || typeof signedTx === "string")
  )
}
