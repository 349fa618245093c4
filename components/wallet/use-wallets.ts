"use client"

import type { ccc } from "@ckb-ccc/connector-react"
import { useCallback, useEffect, useState } from "react"
import type { Config } from "@/lib/client/types"
import { rememberedWallet, rememberWallet } from "./remembered"
import { CheckoutSigners } from "./signers"

/** Extensions may put themselves into the page a little after its own scripts. */
const LATE_MS = 500

/** A wallet in use. */
export interface Connection {
  wallet: ccc.Wallet
  signer: ccc.Signer
}

/** The wallets that there are, and the one in use: chosen now, or before a reload. */
export function useWallets(client: ccc.Client, config: Config) {
  const [wallets, setWallets] = useState<ccc.WalletWithSigners[]>([])
  const [choice, setChoice] = useState(rememberedWallet)
  const [connection, setConnection] = useState<Connection | null>(null)
  /** counts up to make all signers anew */
  const [round, setRound] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: each round finds them again
  useEffect(() => {
    const signers = new CheckoutSigners(config)
    const find = () => signers.refresh(client, (found) => setWallets([...found]), { name: "micro-pay" })
    void find()
    const timer = setTimeout(find, LATE_MS)
    return () => {
      clearTimeout(timer)
      signers.disconnect()
    }
  }, [client, config, round])

  useEffect(() => {
    if (!choice) return setConnection(null)
    const wallet = wallets.find(({ name }) => name === choice.walletName)
    const found = wallet?.signers.find(({ name }) => name === choice.signerName)
    // Wallets are found again at times: until this one is, what is in use stays.
    if (!wallet || !found) return
    const { signer } = found
    let isCurrent = true
    let stopListening: (() => void) | undefined
    const use = (isConnected: boolean) => {
      if (!isCurrent) return
      setConnection(isConnected ? { wallet, signer } : null)
      stopListening = signer.onReplaced(() => setRound((before) => before + 1))
    }
    signer.isConnected().then(use, () => use(false))
    return () => {
      isCurrent = false
      stopListening?.()
    }
  }, [wallets, choice])

  const choose = useCallback((wallet: ccc.Wallet, signer: ccc.SignerInfo) => {
    const chosen = { walletName: wallet.name, signerName: signer.name }
    rememberWallet(chosen)
    setChoice(chosen)
  }, [])
  const disconnect = useCallback(() => {
    rememberWallet(null)
    setChoice(null)
    // A wallet that cannot be told is forgotten all the same.
    void connection?.signer.disconnect().catch(() => {})
  }, [connection])
  return { wallets, connection, choose, disconnect }
}
