let refused = false

/** Whether this browser keeps nothing for this site, so that a reload forgets whatever was chosen here. */
export function isStorageRefused(): boolean {
  return refused
}

/**
 * Where the browser refuses storage (blocked site data, some private windows), asking for it is an error, and code that
 * does not expect it breaks, wallets' among it. There the page gets a storage that lasts until it is closed. To be
 * called once, before other code asks.
 */
export function standInForStorage(): void {
  refused = !navigator.cookieEnabled
  for (const name of ["localStorage", "sessionStorage"] as const) {
    if (isUsable(name)) continue
    refused = true
    Object.defineProperty(window, name, { configurable: true, value: createMemoryStorage() })
  }
}

function isUsable(name: "localStorage" | "sessionStorage"): boolean {
  try {
    const storage = window[name]
    // One that has no room for a single letter is as good as none. What is full of other things still has those.
    if (storage.length === 0) storage.setItem("probe", "1")
    storage.removeItem("probe")
    return true
  } catch {
    return false
  }
}

function createMemoryStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, `${value}`),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}
