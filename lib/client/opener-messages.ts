// What a checkout in a window of its own and the page that opened it say to each other (`postMessage`). Each side names
// the other's origin when it sends, and looks at the origin and the window of what arrives.

/** In the address of a checkout: the origin of the page that opened it, and is to be told. */
export const OPENER_QUERY = "opener_origin"

/** How a payment stands, as far as the page that asked for it is told. */
export interface PaymentNews {
  kind: "micro-pay"
  /** `open`: nothing is signed. `signed`: it is on its way, and may still fail. `paid`: it is confirmed */
  state: "open" | "signed" | "paid"
  /** what was asked for, as the page did: an address or a link's slug */
  to?: string
  link?: string
  /** shannons */
  amount?: string
  /** to the site alone that the link leads back to: its way back, which names the payment and is signed */
  returnUrl?: string
}

/** The checkout says that it is there, and is answered. Before that it shows and tells nothing of its opener. */
export interface Greeting {
  kind: "micro-pay"
  state: "ready" | "here"
}

/**
 * The origin in a checkout's address, if it is one that may be told: a page over https, or of this machine.
 *
 * @param text as it stands there
 */
export function readOrigin(text: string | null): string | null {
  if (text === null || !URL.canParse(text)) return null
  const { origin, protocol, hostname } = new URL(text)
  const isLocal = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  return origin === text && (protocol === "https:" || (protocol === "http:" && isLocal)) ? origin : null
}

/** Whether a message is one of these. Anybody can send anything: who sent it is for the listener to see to. */
export function isNews(data: unknown): data is PaymentNews | Greeting {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === "micro-pay" && "state" in data
}

export function isGreeting(message: PaymentNews | Greeting): message is Greeting {
  return message.state === "ready" || message.state === "here"
}
