"use client"

import type { ccc } from "@ckb-ccc/connector-react"
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react"
import type { Config } from "@/lib/client/types"
import { createClient } from "./create-client"
import { DEV_WALLET_NAME } from "./signers"
import { type Connection, useWallets } from "./use-wallets"
import { WalletDialog } from "./wallet-dialog"

export interface ConnectedWallet {
  name: string
  icon: string
  signer: ccc.Signer
  /** the wallet's own name for the account: changes when the person picks another account in the wallet */
  account: string
  isDevWallet: boolean
}

interface WalletState {
  client: ccc.Client
  config: Config
  connected: ConnectedWallet | null
  /** it was chosen on this page, and not before a reload */
  isNew: boolean
  open: () => void
  disconnect: () => void
}

const WalletContext = createContext<WalletState | null>(null)

interface WalletProviderProps {
  config: Config
  /** begins with the dialog open */
  openAtOnce?: boolean
  children: React.ReactNode
}

/** Wallets for what is inside: a dialog to choose one, and the wallet that was chosen in it, also before a reload. */
export function WalletProvider({ config, openAtOnce = false, children }: WalletProviderProps) {
  const [client] = useState(() => createClient(config))
  const { wallets, connection, choose, disconnect: leave } = useWallets(client, config)
  const [isOpen, setIsOpen] = useState(openAtOnce)
  const [connected, forget] = useConnected(connection)
  const [isNew, setIsNew] = useState(false)
  const open = useCallback(() => setIsOpen(true), [])
  const disconnect = useCallback(() => {
    forget()
    leave()
  }, [forget, leave])
  const value = useMemo<WalletState>(
    () => ({ client, config, connected, isNew, open, disconnect }),
    [client, config, connected, isNew, open, disconnect],
  )
  return (
    <WalletContext value={value}>
      {children}
      <WalletDialog
        wallets={wallets}
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        onChosen={(wallet, signer) => {
          setIsNew(true)
          choose(wallet, signer)
        }}
      />
    </WalletContext>
  )
}

/**
 * The wallet in use. All signers are made anew half a second after the page began, and whenever a wallet says that
 * something changed. Until the new one has told its account the old one stays: or what is ready to be signed would be
 * thrown away and prepared again.
 */
function useConnected(connection: Connection | null): [ConnectedWallet | null, () => void] {
  const [connected, setConnected] = useState<ConnectedWallet | null>(null)
  const forget = useCallback(() => setConnected(null), [])
  useEffect(() => {
    if (!connection) return forget()
    const { wallet, signer } = connection
    const isDevWallet = wallet.name === DEV_WALLET_NAME
    let isCurrent = true
    signer.getInternalAddress().then(
      (account) => isCurrent && setConnected({ ...wallet, signer, account, isDevWallet }),
      () => isCurrent && forget(),
    )
    return () => {
      isCurrent = false
    }
  }, [connection, forget])
  return [connected, forget]
}

export function useWallet(): WalletState {
  const state = useContext(WalletContext)
  if (!state) throw new Error("useWallet needs a WalletProvider above it")
  return state
}
