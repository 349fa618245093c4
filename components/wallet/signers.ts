"use client"

import { ccc } from "@ckb-ccc/connector-react"
import type { Config } from "@/lib/client/types"
import { DEV_WALLET_ICON, DevWallet } from "./dev-wallet"

export const DEV_WALLET_NAME = "Dev wallet"

/** Wallets whose signatures the platform cannot check by itself, so that it refuses them as senders. */
const REFUSED: readonly ccc.SignerType[] = [ccc.SignerType.Nostr, ccc.SignerType.Doge]

/** The wallets to choose from: those the platform takes, and on the development chain one of the browser's own. */
export class CheckoutSigners extends ccc.SignersController {
  constructor(private readonly config: Config) {
    super()
  }

  /**
   * Shows the wallets once all are found: CCC looks for them anew at times, and a list that grows again loses a click,
   * and the wallet in use.
   */
  override async refresh(...[client, onUpdate, ...rest]: Parameters<ccc.SignersController["refresh"]>): Promise<void> {
    let found: ccc.WalletWithSigners[] = []
    let isWhole = false
    const update = (wallets: ccc.WalletWithSigners[]) => {
      found = wallets
      if (isWhole) onUpdate(wallets)
    }
    await super.refresh(client, update, ...rest)
    isWhole = true
    onUpdate(found)
  }

  override async addRealSigners(context: ccc.SignersControllerRefreshContext): Promise<void> {
    if (this.config.network === "devnet") {
      const signerInfo = { name: "CKB", signer: new DevWallet(context.client) }
      await this.addSigner(DEV_WALLET_NAME, DEV_WALLET_ICON, signerInfo, context)
    }
    await super.addRealSigners(context)
  }

  /** Links to where wallets are installed, or to their apps: on the development chain they would lead nowhere. */
  override async addDummySigners(context: ccc.SignersControllerRefreshContext): Promise<void> {
    if (this.config.network !== "devnet") await super.addDummySigners(context)
  }

  protected override async addSigner(
    walletName: string,
    icon: string,
    signerInfo: ccc.SignerInfo,
    context: ccc.SignersControllerRefreshContext,
  ): Promise<void> {
    if (this.isUsable(signerInfo.signer)) await super.addSigner(walletName, icon, signerInfo, context)
  }

  private isUsable(signer: ccc.Signer): boolean {
    if (REFUSED.includes(signer.type)) return false
    if (this.config.network !== "devnet") return true
    // CKB wallets know the public networks only; wallets of other chains sign for any chain that has Omnilock.
    if (signer.type === ccc.SignerType.CKB) return signer instanceof DevWallet
    // JoyID's accounts live on the public networks, whichever of its signers is asked.
    if (signer instanceof ccc.JoyId.BitcoinSigner || signer instanceof ccc.JoyId.EvmSigner) return false
    return this.config.scripts[ccc.KnownScript.OmniLock] !== undefined
  }
}
