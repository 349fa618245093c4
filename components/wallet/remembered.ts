/** Where CCC's connector keeps the name of the wallet in use; the connector's own code is too large to be asked. */
const STORAGE_KEY = "ccc-connection-info"

/** Whether a wallet was connected in this browser before, and will be again by itself. */
export function hasRememberedWallet(): boolean {
  try {
    return window.localStorage.getItem(STORAGE_KEY) !== null
  } catch {
    return false
  }
}
