import { randomBytes } from "node:crypto"
import type { Page } from "@playwright/test"
import { evmAccount } from "@/test/support/evm-wallet"

export interface EvmWallet {
  /** what the wallet dialog calls it */
  name: string
  /** The next signature is refused, as by the button in a wallet's window. */
  refuseNext(): void
}

/** Announced by EIP-6963, signing by EIP-191: what pages see of MetaMask. */
const NAME = "MetaMask"

/**
 * Puts an Ethereum wallet with a random key into every page that is opened from now on. The key stays out of the page.
 */
export async function injectEvmWallet(page: Page): Promise<EvmWallet> {
  const { address, personalSign } = evmAccount(randomBytes(32))
  let refuses = false
  await page.exposeFunction("signInWallet", (message: string): string | null => {
    if (!refuses) return personalSign(message)
    refuses = false
    return null
  })
  await page.addInitScript(announce, { account: address, name: NAME })
  return {
    name: NAME,
    refuseNext: () => {
      refuses = true
    },
  }
}

/** Runs in the page, before its own scripts. */
function announce({ account, name }: { account: string; name: string }): void {
  const sign = (window as unknown as { signInWallet(message: string): Promise<string | null> }).signInWallet
  let isConnected = window.localStorage.getItem("evm-wallet-connected") !== null
  const request = async ({ method, params }: { method: string; params?: string[] }) => {
    if (method === "eth_accounts") return isConnected ? [account] : []
    if (method === "eth_requestAccounts") {
      isConnected = true
      window.localStorage.setItem("evm-wallet-connected", "yes")
      return [account]
    }
    if (method !== "personal_sign") throw Object.assign(new Error(`unsupported: ${method}`), { code: 4200 })
    const signature = await sign(params?.[0] ?? "")
    // EIP-1193's code for what the person refused.
    if (signature === null) throw Object.assign(new Error("User rejected the request."), { code: 4001 })
    return signature
  }
  const provider = { request, on: () => {}, removeListener: () => {} }
  const icon = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>"
  const info = { uuid: "350670db-19fa-4704-a166-e52e178b59d2", name, icon, rdns: "io.metamask" }
  const tell = () =>
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }))
  window.addEventListener("eip6963:requestProvider", tell)
  tell()
}
