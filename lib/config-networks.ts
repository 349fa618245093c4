import type { Hex } from "@/lib/hex"
import { type Shannons, wholeCkb } from "@/lib/money"

export const NETWORKS = ["devnet", "testnet", "mainnet"] as const
export type Network = (typeof NETWORKS)[number]

/** The first blocks of the public networks, by which they are known; a private chain has one of its own. */
export const GENESIS: Record<Exclude<Network, "devnet">, Hex> = {
  mainnet: "0x92b197aa1fba0f63633922c61c92375c9c074a93e85963554f5499fe1450d0e5",
  testnet: "0x10639e0895502b5688a6be8cf69460d76541bfa4821629d86d62ba0aae3f9606",
}

interface NetworkDefaults {
  /** Absent where real money is counted: whose word is taken there is the operator's decision. */
  rpcUrl: string | undefined
  /** The node that browsers ask; nothing is booked by what it says. */
  publicRpcUrl: string | undefined
  explorerUrl: string | undefined
  confirmations: number
  /** Off the devnet a mistake, or a thief at the API, can take out this much before a person has looked. */
  payoutLimits: { settlement: Shannons | undefined; day: Shannons | undefined }
}

const REAL_MONEY_LIMITS = { settlement: wholeCkb(100_000n), day: wholeCkb(500_000n) }

/** What each network's settings are when nobody has set them. */
export const NETWORK_DEFAULTS: Record<Network, NetworkDefaults> = {
  devnet: {
    rpcUrl: undefined,
    publicRpcUrl: undefined,
    explorerUrl: undefined,
    confirmations: 1,
    payoutLimits: { settlement: undefined, day: undefined },
  },
  testnet: {
    rpcUrl: "https://testnet.ckb.dev/",
    publicRpcUrl: "https://testnet.ckb.dev/",
    explorerUrl: "https://testnet.explorer.nervos.org",
    confirmations: 6,
    payoutLimits: REAL_MONEY_LIMITS,
  },
  mainnet: {
    rpcUrl: undefined,
    publicRpcUrl: "https://mainnet.ckb.dev/",
    explorerUrl: "https://explorer.nervos.org",
    confirmations: 24,
    payoutLimits: REAL_MONEY_LIMITS,
  },
}
