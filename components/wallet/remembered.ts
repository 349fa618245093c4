/** Where CCC's connector kept the wallet in use, so that those connected there go on being so. */
const STORAGE_KEY = "ccc-connection-info"

/** A wallet, and which of its signers: one may sign for several chains. */
export interface WalletChoice {
  walletName: string
  signerName: string
}

/** The wallet that was connected in this browser before, and will be again by itself. */
export function rememberedWallet(): WalletChoice | null {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(STORAGE_KEY) ?? "null")
    const { walletName, signerName } = (kept ?? {}) as Partial<WalletChoice>
    return typeof walletName === "string" && typeof signerName === "string" ? { walletName, signerName } : null
  } catch {
    return null
  }
}

/** Whether a wallet was connected in this browser before. */
export function hasRememberedWallet(): boolean {
  return rememberedWallet() !== null
}

/** Where the browser keeps nothing, the choice lasts as long as the page. */
export function rememberWallet(choice: WalletChoice | null): void {
  try {
    if (choice) window.localStorage.setItem(STORAGE_KEY, JSON.stringify(choice))
    else window.localStorage.removeItem(STORAGE_KEY)
  } catch {
    // Nothing to be done.
  }
}
