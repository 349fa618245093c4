import { genesisBlock } from "./genesis"
import type { Hex } from "./hash"

/**
 * Private keys that own the issued cells of every CKB dev chain. They are public: whoever uses them elsewhere gives
 * the money away.
 */
export const DEV_KEYS = {
  /** 20,000,000,000 CKB in one cell; the faucet spends it. */
  issued: "0xd00c06bfd800d27397002dca6fb0993d5ba6399b4238b2f29ee9deb97593d2bc",
  /** 5,198,735,037 CKB; a real dev node mines to it. */
  miner: "0x63d86723e08f0f813a36ce6aa123bb2289d90680ae1e99d4de8cdb334553f24d",
} as const

/**
 * Code hashes (hash type `type`) of the scripts on the dev chain, by CCC's names, and the output of their dep group.
 */
export const DEV_SCRIPTS = {
  Secp256k1Blake160: {
    codeHash: "0x9bd7e06f3ecf4be0f2fcd2188b23f1b9fcc88e5d4b65a8637b17723bbda3cce8",
    depGroup: 0,
  },
  Secp256k1Multisig: {
    codeHash: "0x5c5069eb0857efc65e1bca0c07df34c31663b3622fd3876c876320fc9634e2a8",
    depGroup: 1,
  },
  OmniLock: {
    codeHash: "0x6283a479a3cf5d4276cd93594de9f1827ab9b55c7b05b3d28e4c2e0a696cfefd",
    depGroup: 2,
  },
  AnyoneCanPay: {
    codeHash: "0x1a1e4fef34f5982906f745b048fe7b1089647e82346074e0f32c2ece26cf6b1e",
    depGroup: 3,
  },
} as const satisfies Record<string, { codeHash: Hex; depGroup: number }>

export const SIGHASH_CODE_HASH: Hex = DEV_SCRIPTS.Secp256k1Blake160.codeHash
export const MULTISIG_CODE_HASH: Hex = DEV_SCRIPTS.Secp256k1Multisig.codeHash

/** One entry of `CKB_SCRIPTS`, in the shape of CCC's script info. */
export interface ScriptInfo {
  codeHash: Hex
  hashType: "type"
  cellDeps: { cellDep: { outPoint: { txHash: Hex; index: number }; depType: "depGroup" } }[]
}

/**
 * The `CKB_SCRIPTS` configuration of a dev chain.
 *
 * @param depGroupTx hash of `transactions[1]` of block 0, whose outputs are the dep groups
 */
export function devScripts(depGroupTx: Hex): Record<keyof typeof DEV_SCRIPTS, ScriptInfo> {
  const info = ({ codeHash, depGroup }: { codeHash: Hex; depGroup: number }): ScriptInfo => ({
    codeHash,
    hashType: "type",
    cellDeps: [{ cellDep: { outPoint: { txHash: depGroupTx, index: depGroup }, depType: "depGroup" } }],
  })
  return {
    Secp256k1Blake160: info(DEV_SCRIPTS.Secp256k1Blake160),
    Secp256k1Multisig: info(DEV_SCRIPTS.Secp256k1Multisig),
    OmniLock: info(DEV_SCRIPTS.OmniLock),
    AnyoneCanPay: info(DEV_SCRIPTS.AnyoneCanPay),
  }
}

/** `CKB_SCRIPTS` of the embedded devnet, whose genesis is fixed. */
export function devnetScripts(): Record<keyof typeof DEV_SCRIPTS, ScriptInfo> {
  return devScripts(genesisBlock().depGroupTx)
}
