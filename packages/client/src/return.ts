import { isSigned, SignatureError } from "./signatures"

/** What a payer has brought back: which payment it was, for which order. */
export interface Returned {
  paymentId: number
  txHash: string
  /** your name for what is paid, if the link had one */
  reference: string | null
}

/**
 * Checks what a payer brings back to a link's `success_url`: that the payment is in a block, as the platform has signed
 * with the project's key. Whoever has the address can come with it again: it says what is paid, not who is there.
 *
 * @param url the address that was asked for, or its query
 * @param publicKey the project's `public_key`, `whpk_…`
 * @throws SignatureError
 */
export async function verifyReturn(
  url: string | URL | URLSearchParams,
  publicKey: string | readonly string[],
): Promise<Returned> {
  const query = queryOf(url)
  const [paymentId = "", txHash = ""] = [one(query, "payment_id"), one(query, "tx_hash")]
  const reference = one(query, "reference")
  if (!/^[1-9]\d{0,15}$/.test(paymentId) || !/^0x[0-9a-f]{64}$/.test(txHash))
    throw new SignatureError("The address names no payment.")
  const text = new TextEncoder().encode(`${paymentId}.${txHash}.${reference ?? ""}`)
  for (const key of typeof publicKey === "string" ? [publicKey] : publicKey)
    if (await isSigned(text, one(query, "signature") ?? "", key))
      return { paymentId: Number(paymentId), txHash, reference: reference ?? null }
  throw new SignatureError("The address is not signed by the platform.")
}

/** A name that stands there twice could be read as one by this function and as the other by its caller. */
function one(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name)
  if (values.length > 1) throw new SignatureError(`The address says ${name} twice.`)
  return values[0]
}

function queryOf(url: string | URL | URLSearchParams): URLSearchParams {
  if (url instanceof URLSearchParams) return url
  if (url instanceof URL) return url.searchParams
  // A server knows the path that it was asked for, and not the host.
  return new URL(url, "http://localhost").searchParams
}
