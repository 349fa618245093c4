/** A text that this browser keeps under a name, and those who want to hear when it changes. */
export interface Stored {
  read: () => string | null
  /** null forgets it */
  write: (text: string | null) => void
  /** of a change in this tab or another one, as `useSyncExternalStore` wants it */
  subscribe: (listener: () => void) => () => void
}

/**
 * Private windows of some browsers refuse storage: then the text lasts as long as the page.
 *
 * @param where `sessionStorage` forgets it with the tab
 */
export function createStored(key: string, where: "localStorage" | "sessionStorage" = "localStorage"): Stored {
  let memory: string | null = null
  const listeners = new Set<() => void>()
  return {
    read() {
      try {
        return window[where].getItem(key) ?? memory
      } catch {
        return memory
      }
    },
    write(text) {
      memory = text
      try {
        if (text === null) window[where].removeItem(key)
        else window[where].setItem(key, text)
      } catch {
        // `memory` serves this page.
      }
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      window.addEventListener("storage", listener)
      return () => {
        listeners.delete(listener)
        window.removeEventListener("storage", listener)
      }
    },
  }
}
