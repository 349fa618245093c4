"use client"

import { PROOF } from "@/components/messages/proof"
import { useMessages, useTexts } from "@/components/messages/provider"
import { GENESIS } from "@/lib/config-networks"

/** What a chain is called, by its first block. */
export function useNetworkName(genesisHash: string): string {
  const { networks } = useMessages().common
  const { privateChain } = useTexts(PROOF)
  if (genesisHash === GENESIS.mainnet) return networks.mainnet
  return genesisHash === GENESIS.testnet ? networks.testnet : privateChain
}
