"use client"

import { ccc } from "@ckb-ccc/connector-react"

/** What CCC's connector knows about the wallet in use. */
export interface Connection {
  wallet: ccc.Wallet
  signer: ccc.Signer
}

interface ConnectorOptions {
  client: ccc.Client
  signersController: ccc.SignersController
  onChange: (connection: Connection | null) => void
  onClose: () => void
}

/** CCC's dialog takes its colours from these, through its shadow DOM. */
const DIALOG_STYLE = {
  "--background": "var(--surface)",
  "--divider": "var(--line)",
  "--btn-primary": "var(--sunken)",
  "--btn-primary-hover": "var(--line)",
  "--btn-secondary": "var(--line)",
  "--btn-secondary-hover": "var(--line)",
  "--icon-primary": "var(--ink)",
  "--icon-secondary": "var(--muted)",
  "--tip-color": "var(--muted)",
  color: "var(--ink)",
  "z-index": "999",
}

/**
 * CCC's wallet dialog as the web component that it is. Its React provider hands over client and controller only after
 * the component has begun, so wallets connected before would first be asked through a public node of another chain.
 */
export function createConnector(options: ConnectorOptions): ccc.WebComponentConnector {
  const element = new ccc.WebComponentConnector()
  element.setClient(options.client)
  element.signersController = options.signersController
  element.name = "micro-pay"
  element.hideMark = true
  for (const [property, value] of Object.entries(DIALOG_STYLE)) element.style.setProperty(property, value)
  element.style.display = "none"
  element.tabIndex = -1
  element.role = "dialog"
  element.ariaModal = "true"

  let signer: ccc.Signer | undefined
  element.addEventListener("willUpdate", () => {
    if (element.signer?.signer === signer) return
    signer = element.signer?.signer
    options.onChange(element.wallet && signer ? { wallet: element.wallet, signer } : null)
  })
  element.addEventListener("close", options.onClose)
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") options.onClose()
  })
  return element
}

/** Shows the dialog, or hides it: one that is not on the page would forget its wallets. */
export function showConnector(element: ccc.WebComponentConnector, isOpen: boolean): void {
  element.style.display = isOpen ? "" : "none"
  element.requestUpdate()
  if (isOpen) element.focus()
}
