import type { PaymentNews } from "@/lib/client/opener-messages"
import { formatCkb, parseCkb } from "@/lib/money"
import { SERVER } from "./server"
import { createSheet } from "./style"
import { languageOf, TEXT_NAMES, textOf } from "./texts"
import { totalOf, whenSeen } from "./totals"
import { type Checkout, openCheckout } from "./window"

/** What the events carry. */
interface Detail {
  /** CKB, as text */
  amount: string
  /** the way back of the link, signed by the platform, where it leads to this site: for your server to check */
  returnUrl: string | null
}

const ASKED = ["to", "amount", "note", "link", "reference"] as const
const sheets = createSheet()

/**
 * `<micro-pay to="ADDRESS" amount="0.5">` or `<micro-pay link="SLUG">`: a link to the checkout, which opens it in a
 * window of its own and tells what becomes of it by the events `submitted`, `paid` and `cancelled`. With `tip`, `info`
 * and `key` it also shows what was paid for that `info`.
 */
export class MicroPayButton extends HTMLElement {
  static readonly observedAttributes = [...ASKED, "tip", "info", "key", "lang", ...TEXT_NAMES]

  readonly #link = document.createElement("a")
  readonly #label = document.createElement("span")
  readonly #hint = document.createElement("span")
  readonly #total = document.createElement("span")
  readonly #status = document.createElement("span")
  #checkout: Checkout | null = null
  #state: PaymentNews["state"] = "open"
  #isDrawing = false

  constructor() {
    super()
    const root = this.attachShadow({ mode: "open", delegatesFocus: true })
    root.adoptedStyleSheets = sheets
    this.#link.part.add("button")
    this.#link.target = "_blank"
    this.#link.rel = "noopener"
    this.#hint.className = "hidden"
    this.#total.part.add("total")
    this.#status.part.add("status")
    this.#status.setAttribute("role", "status")
    this.#link.append(this.#label, this.#hint)
    root.append(this.#link, this.#total, this.#status)
    this.#link.addEventListener("click", (event) => this.#open(event))
  }

  connectedCallback(): void {
    this.#draw()
  }

  attributeChangedCallback(): void {
    this.#draw()
  }

  /** Once for all attributes that are set in one go. */
  #draw(): void {
    if (this.#isDrawing) return
    this.#isDrawing = true
    queueMicrotask(() => {
      this.#isDrawing = false
      if (!this.isConnected) return
      const amount = this.#text("amount")
      const name = this.hasAttribute("tip") ? "label-tip" : amount && !this.#text("link") ? "label" : "label-open"
      const text = this.hasAttribute("label") ? "label" : name
      this.#link.href = SERVER + this.#path()
      this.#label.textContent = textOf(this, text, { amount })
      this.#hint.textContent = ` (${textOf(this, "label-window")})`
      if (this.hasAttribute("tip")) whenSeen(this, () => void this.#showTotal())
      else this.#total.textContent = ""
    })
  }

  #text(name: string): string {
    return (this.getAttribute(name) ?? "").trim()
  }

  #path(): string {
    const link = this.#text("link")
    const lang = languageOf(this)
    const query = link
      ? { ref: this.#text("reference"), amount: this.#text("amount"), lang }
      : { to: this.#text("to"), amount: this.#text("amount"), note: this.#text("note") || this.#text("info"), lang }
    const said = Object.entries(query).filter(([, value]) => value !== "")
    return `${link ? `/p/${encodeURIComponent(link)}` : "/pay"}?${new URLSearchParams(said)}`
  }

  /** With a key held down, or where no window can be opened, it stays a link. */
  #open(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    if (this.#checkout?.isOpen()) this.#checkout.focus()
    else {
      this.#state = "open"
      this.#status.textContent = ""
      this.#checkout = openCheckout(this.#path(), {
        onNews: (news) => this.#hear(news),
        onClosed: () => this.#closed(),
      })
    }
    if (this.#checkout) event.preventDefault()
  }

  #hear(news: PaymentNews): void {
    if (news.state === this.#state || (news.state !== "open" && !this.#isAsked(news))) return
    this.#state = news.state
    const amount = formatCkb(BigInt(news.amount ?? 0))
    if (news.state === "open") this.#status.textContent = ""
    if (news.state === "signed") {
      this.#status.textContent = textOf(this, "label-signed")
      this.#tell("submitted", { amount, returnUrl: null })
    }
    if (news.state === "paid") {
      this.#status.textContent = textOf(this, "label-paid", { amount })
      this.#tell("paid", { amount, returnUrl: news.returnUrl ?? null })
      void this.#showTotal()
    }
  }

  /** In the same window something else may have been paid. */
  #isAsked({ to, link, amount = "" }: PaymentNews): boolean {
    const wanted = parseCkb(this.#text("amount"))
    if (wanted !== undefined && this.#text("link") === "" && wanted.toString() !== amount) return false
    const own = this.#text("link") || this.#text("to")
    return own.toLowerCase() === (link ?? to ?? "").toLowerCase()
  }

  /** What is signed goes on without a window. */
  #closed(): void {
    this.#checkout = null
    if (this.#state === "open") this.#tell("cancelled", { amount: this.#text("amount"), returnUrl: null })
  }

  #tell(name: "submitted" | "paid" | "cancelled", detail: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  async #showTotal(): Promise<void> {
    const [key, info] = [this.#text("key"), this.getAttribute("info") ?? ""]
    if (!this.hasAttribute("tip") || key === "" || info === "") return
    const total = await totalOf(key, info)
    if (info !== this.getAttribute("info")) return
    // What could not be read is not shown as nothing.
    this.#total.textContent = total?.count
      ? textOf(this, "label-total", { amount: formatCkb(total.amount), count: String(total.count) })
      : ""
  }
}
