"use client"

import { ccc } from "@ckb-ccc/connector-react"
import { cccA } from "@ckb-ccc/connector-react/advanced"
import { createChainTransport } from "@/lib/client/chain-transport"
import type { Config } from "@/lib/client/types"

type Scripts = Record<ccc.KnownScript, ccc.ScriptInfoLike | undefined>

/**
 * The CKB client that wallets read cells through: this server, which asks its node, and no other (`fallbacks: []`, or
 * CCC would fall over to a public node of another chain).
 */
export function createClient(config: Config): ccc.Client {
  const options = { url: window.location.origin, fallbacks: [], transport: createChainTransport() }
  if (config.network === "mainnet") return new ccc.ClientPublicMainnet(options)
  // CCC's signers break when a script they know is missing, so a private chain's own come on top of the testnet's.
  const scripts = { ...cccA.TESTNET_SCRIPTS, ...config.scripts } as Scripts
  return new ccc.ClientPublicTestnet({ ...options, scripts })
}
