/** Where `pay` keeps what it must not forget: under a key of the caller's a text, which holds secrets. */
export interface PaymentStore {
  get(key: string): Promise<string | null> | string | null
  set(key: string, text: string): Promise<void> | void
  delete(key: string): Promise<void> | void
}

/** Lasts as long as the program. */
export function memoryStore(): PaymentStore {
  const kept = new Map<string, string>()
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, text) => void kept.set(key, text),
    delete: (key) => void kept.delete(key),
  }
}

/** This browser's own storage, so that a reload or a second tab goes on with what was signed. */
export function browserStore(prefix = "micro-pay."): PaymentStore {
  return {
    get: (key) => localStorage.getItem(prefix + key),
    set: (key, text) => localStorage.setItem(prefix + key, text),
    delete: (key) => localStorage.removeItem(prefix + key),
  }
}
