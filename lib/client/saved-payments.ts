/**
 * Payments that were signed in this browser: so that a reload or a second tab shows the same state, may read it, and
 * sends a signature again that may not have arrived.
 */
export interface SavedPayment {
  id: number
  /** lets this browser send, read and cancel the payment */
  clientSecret: string
  /** what proves who was to be paid, should the platform lose the payment; absent in what older pages have saved */
  proof?: { txHash: string; salt: string }
  /** the signed transaction, until the server has confirmed that it holds it */
  signedTx: string | null
  savedAt: number
  /** the slug of the link that it was made through */
  link?: string
}

const STORAGE_KEY = "micropay.payments"
const MAX_SAVED = 50

/** Private windows of some browsers refuse storage: then this page still works, only a reload forgets. */
let memory: SavedPayment[] = []

export function readSavedPayment(id: number): SavedPayment | null {
  return readAll().find((saved) => saved.id === id) ?? null
}

/** The newest payment through a link that was signed in this browser. */
export function readSavedPaymentOf(link: string): SavedPayment | null {
  return readAll().find((saved) => saved.link === link) ?? null
}

export function savePayment(payment: SavedPayment): void {
  const others = readAll().filter(({ id }) => id !== payment.id)
  memory = [payment, ...others].sort((a, b) => b.savedAt - a.savedAt).slice(0, MAX_SAVED)
  try {
    window.localStorage.setItem(STORAGE_KEY, JSON.stringify(memory))
  } catch {
    // What is in `memory` serves this page.
  }
}

/** The server has the signature: it need not be kept here. */
export function forgetSignature(id: number): void {
  const saved = readSavedPayment(id)
  if (saved) savePayment({ ...saved, signedTx: null })
}

function readAll(): SavedPayment[] {
  try {
    const parsed: unknown = JSON.parse(window.localStorage.getItem(STORAGE_KEY) ?? "null")
    return Array.isArray(parsed) ? parsed.filter(isSavedPayment) : memory
  } catch {
    return memory
  }
}

function isSavedPayment(value: unknown): value is SavedPayment {
  if (typeof value !== "object" || value === null) return false
  const { id, clientSecret, signedTx, savedAt } = value as Partial<SavedPayment>
  return (
    typeof id === "number" &&
    typeof clientSecret === "string" &&
    (typeof signedTx === "string" || signedTx === null) &&
    typeof savedAt === "number"
  )
}
