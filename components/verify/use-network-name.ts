"use client"

import { PROOF } from "@/components/messages/proof"
import { useMessages, useTexts } from "@/components/messages/provider"
import type { Config } from "@/lib/client/types"
import { GENESIS } from "@/lib/config-networks"

/** What a chain is called, by its first block. */
export function useNetworkName(genesisHash: string, site: Config | undefined): string {
  const { networks } = useMessages().common
  const { privateChain } = useTexts(PROOF)
  if (genesisHash === site?.genesis_hash) return networks[site.network]
  if (genesisHash === GENESIS.mainnet) return networks.mainnet
  return genesisHash === GENESIS.testnet ? networks.testnet : privateChain
}
