"use client"

import { ccc } from "@ckb-ccc/connector-react"

const STORAGE_KEY = "micropay.dev-wallet"

export const DEV_WALLET_ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0a7357"/><path d="M12 10l-6 6 6 6M20 10l6 6-6 6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`

/** A wallet for the development chain only: a random key, made and kept in this browser, that the faucet fills. */
export class DevWallet extends ccc.SignerCkbPrivateKey {
  constructor(client: ccc.Client) {
    super(client, devKey())
  }

  /** Only its own lock: CCC's signer would search the chain for anyone-can-pay cells as well. */
  override async getAddressObjs(): Promise<ccc.Address[]> {
    return [await this.getAddressObjSecp256k1()]
  }
}

/** Where the browser keeps nothing (cookies blocked, its storage full), the wallet lasts as long as the page. */
let unkept: ccc.Hex | undefined

function devKey(): ccc.Hex {
  const kept = unkept ?? readKept()
  if (kept) return kept
  const key = ccc.hexFrom(window.crypto.getRandomValues(new Uint8Array(32)))
  try {
    window.localStorage.setItem(STORAGE_KEY, key)
  } catch {
    unkept = key
  }
  return key
}

function readKept(): ccc.Hex | undefined {
  try {
    const kept = window.localStorage.getItem(STORAGE_KEY)
    return kept && /^0x[0-9a-f]{64}$/.test(kept) ? (kept as ccc.Hex) : undefined
  } catch {
    return undefined
  }
}
