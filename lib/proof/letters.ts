import { GENESIS } from "@/lib/config-networks"
import type { ShareKind } from "@/lib/ledger/types"

/** The public networks in a fragment, each by a letter; another chain is named by its genesis hash. */
export const NETWORK_LETTERS: Readonly<Record<string, string>> = { m: GENESIS.mainnet, t: GENESIS.testnet }
export const KIND_LETTERS: Readonly<Record<string, ShareKind>> = { f: "fee", r: "receiver", s: "split" }
