import { isGreeting, isNews, OPENER_QUERY, type PaymentNews } from "@/lib/client/opener-messages"
import { SERVER } from "./server"

const WIDTH = 460
const HEIGHT = 780
const LOOK_MS = 500

/** What becomes of a checkout in a window of its own. */
export interface Listener {
  onNews(news: PaymentNews): void
  /** the checkout had been there, and the window is closed now */
  onClosed(): void
}

/** A checkout in a window of its own. */
export interface Checkout {
  focus(): void
  isOpen(): boolean
}

/**
 * Opens a checkout and listens to it: to that window alone, and only while a page of the installation is in it.
 *
 * @param path of the checkout
 * @returns null when the browser opens no window
 */
export function openCheckout(path: string, listener: Listener): Checkout | null {
  const url = new URL(path, SERVER)
  url.searchParams.set(OPENER_QUERY, location.origin)
  const page = window.open(url, "_blank", featuresOf())
  if (!page) return null
  let isThere = false
  const hear = ({ origin, source, data }: MessageEvent) => {
    if (origin !== SERVER || source !== page || !isNews(data)) return
    if (!isGreeting(data)) return listener.onNews(data)
    isThere = true
    page.postMessage({ kind: "micro-pay", state: "here" }, SERVER)
  }
  window.addEventListener("message", hear)
  const timer = setInterval(() => {
    if (!page.closed) return
    clearInterval(timer)
    window.removeEventListener("message", hear)
    // A page that keeps windows apart (COOP) sees it closed from the beginning: then nothing is known.
    if (isThere) listener.onClosed()
  }, LOOK_MS)
  return { focus: () => page.focus(), isOpen: () => !page.closed }
}

/** A small window in the middle of this one; on a phone the browser makes a page of it. */
function featuresOf(): string {
  if (matchMedia("(max-width: 640px)").matches) return ""
  const left = Math.max(0, Math.round(screenX + (outerWidth - WIDTH) / 2))
  const top = Math.max(0, Math.round(screenY + (outerHeight - HEIGHT) / 2))
  return `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`
}
