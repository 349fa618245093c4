"use client"

import type { ccc } from "@ckb-ccc/connector-react"
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import type { Config } from "@/lib/client/types"
import { type Connection, createConnector, showConnector } from "./connector"
import { createClient } from "./create-client"
import { CheckoutSigners, DEV_WALLET_NAME } from "./signers"

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

/** Wallets for what is inside: CCC's dialog, and the wallet that was chosen in it, also before a reload. */
export function WalletProvider({ config, openAtOnce = false, children }: WalletProviderProps) {
  const label = useMessages().checkout.connect.action
  const [client] = useState(() => createClient(config))
  const [connection, setConnection] = useState<Connection | null>(null)
  const [isOpen, setIsOpen] = useState(openAtOnce)
  const connector = useRef<ccc.WebComponentConnector>(null)

  useEffect(() => {
    const element = createConnector({
      client,
      signersController: new CheckoutSigners(config),
      onChange: setConnection,
      onClose: () => setIsOpen(false),
    })
    document.body.append(element)
    connector.current = element
    return () => {
      element.remove()
      connector.current = null
      setConnection(null)
    }
  }, [client, config])

  useEffect(() => {
    if (!connector.current || !isOpen) return
    const before = document.activeElement
    const element = connector.current
    element.ariaLabel = label
    showConnector(element, true)
    return () => {
      showConnector(element, false)
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [isOpen, label])

  const [connected, forget] = useConnected(connection)
  const open = useCallback(() => setIsOpen(true), [])
  const disconnect = useCallback(() => {
    forget()
    connector.current?.disconnect()
  }, [forget])
  const value = useMemo<WalletState>(
    () => ({ client, config, connected, open, disconnect }),
    [client, config, connected, open, disconnect],
  )
  return <WalletContext value={value}>{children}</WalletContext>
}

/**
 * The wallet in use. CCC makes all signers anew half a second after it began, and whenever a wallet says that something
 * changed. Until the new one has told its account the old one stays: or what is ready to be signed would be thrown away
 * and prepared again.
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
