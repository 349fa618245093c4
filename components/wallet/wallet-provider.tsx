"use client"

import { ccc } from "@ckb-ccc/connector-react"
import { createContext, useContext, useEffect, useMemo, useState } from "react"
import type { Config } from "@/lib/client/types"
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
} as React.CSSProperties

const CONNECTOR_PROPS = { style: DIALOG_STYLE }

/** Wallets for what is inside. CCC takes client and controller once, so both stay the same objects. */
export function WalletProvider({ config, children }: { config: Config; children: React.ReactNode }) {
  const [client] = useState(() => createClient(config))
  const [signersController] = useState(() => new CheckoutSigners(config))
  return (
    <ccc.Provider
      hideMark
      name="micro-pay"
      defaultClient={client}
      signersController={signersController}
      connectorProps={CONNECTOR_PROPS}
    >
      <WalletBridge client={client} config={config}>
        {children}
      </WalletBridge>
    </ccc.Provider>
  )
}

function WalletBridge({ client, config, children }: { client: ccc.Client; config: Config; children: React.ReactNode }) {
  const { wallet, signerInfo, open, disconnect } = ccc.useCcc()
  // Before CCC has taken our client its signers work for a public chain: they must not be used.
  const signer = signerInfo?.signer.client === client ? signerInfo.signer : undefined
  const account = useAccountName(signer)
  const value = useMemo<WalletState>(() => {
    const connected =
      signer && wallet && account !== null
        ? { name: wallet.name, icon: wallet.icon, signer, account, isDevWallet: wallet.name === DEV_WALLET_NAME }
        : null
    return { client, config, connected, open, disconnect: () => void disconnect() }
  }, [client, config, signer, wallet, account, open, disconnect])
  return <WalletContext value={value}>{children}</WalletContext>
}

function useAccountName(signer: ccc.Signer | undefined): string | null {
  const [named, setNamed] = useState<{ signer: ccc.Signer; account: string } | null>(null)
  useEffect(() => {
    let isCurrent = true
    signer?.getInternalAddress().then(
      (account) => isCurrent && setNamed({ signer, account }),
      () => isCurrent && setNamed(null),
    )
    return () => {
      isCurrent = false
    }
  }, [signer])
  return signer && named?.signer === signer ? named.account : null
}

export function useWallet(): WalletState {
  const state = useContext(WalletContext)
  if (!state) throw new Error("useWallet needs a WalletProvider above it")
  return state
}
