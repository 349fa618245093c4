import type { ccc } from "@ckb-ccc/core"

/** Locks whose owners can pay: the server checks their signatures by itself. */
export type LockKind = "secp256k1" | "omnilock-evm" | "omnilock-evm-legacy" | "omnilock-btc" | "joyid"

/** `reason` is a sentence for people; it never holds signature bytes. */
export type VerifyResult = { ok: true } | { ok: false; reason: string }

/** What a wallet makes of a text: CCC's `Signature`, without the kind, which the lock decides. */
export interface MessageSignature {
  /** Hex (CKB, EVM), base64 (Bitcoin) or JSON (JoyID) */
  signature: string
  /** Only JoyID's is read, for its public key: the others' keys follow from the signature. */
  identity: string
}

/** The lock of who takes part in a 2-2 transaction beside the platform: what the transaction must carry for it, and its check. */
export interface CosignerLock {
  kind: LockKind | "anyone-can-pay"
  /** Scripts whose cell deps the transaction must carry before anybody signs */
  knownScripts: ccc.KnownScript[]
  /** Bytes of the lock field in the placeholder witness, on which the network fee is priced; 0: the witness is empty */
  witnessLockSize: number
  /**
   * Whether `witness` unlocks this lock's cells in `tx`. Pure, no RPC, never throws.
   *
   * @param tx the stored transaction as it was prepared: every witness still its placeholder, every input with its `cellOutput`
   * @param position index of the lock group's first input, where its witness belongs
   * @param witness serialized WitnessArgs, as the wallet returned them
   */
  verify(tx: ccc.Transaction, position: number, witness: ccc.Hex): VerifyResult
}

/** A lock whose owner can pay: its `verify` checks a signature. */
export interface SenderLock extends OwnedLock {
  kind: LockKind
}

/** A lock whose cells anybody may put more into, without a signature. */
export interface AnyoneCanPayLock extends OwnedLock {
  kind: "anyone-can-pay"
  /** shannons by which its cell must grow at least */
  leastGain: bigint
}

interface OwnedLock extends CosignerLock {
  /**
   * Whether the owner of this lock has signed `text` by their wallet's `signMessage`. Pure, no RPC, never throws.
   *
   * What is compared with the lock's args is the key that made the signature; what the client says about itself counts for nothing.
   */
  verifyMessage(text: string, signature: MessageSignature): boolean
}

export type ReceiverLock = SenderLock | AnyoneCanPayLock

/** A lock that nobody can pay from here. `reason` says why, and what to do instead. */
export interface Unsupported {
  kind: "unsupported"
  reason: string
}
