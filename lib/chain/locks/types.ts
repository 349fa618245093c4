import type { ccc } from "@ckb-ccc/core"
import type { LockKind, OmnilockKind } from "@/lib/lock-kinds"
import type { Signable } from "../signable"

/**
 * All that the server knows of one kind of lock. To teach it another: a file with one of these, and its line in
 * `list.ts`.
 */
export interface Lock {
  /** For people */
  name: string
  /**
   * Whether the script accepts such args at all: nobody could spend a cell under other ones. It may accept more than
   * can pay from here.
   */
  isPossible(args: Uint8Array): boolean
  /**
   * How to check its owner's signatures: undefined for args whose rules are not wholly checked here, null when no args'
   * are. Otherwise the platform could sign for a payment that its sender did not.
   */
  sender: ((lock: ccc.Script) => SenderLock | undefined) | null
  /** For people: why nobody can pay from an address without a `sender`, and what to do instead */
  reason: string
  /**
   * How its cell takes part in a withdrawal that needs no signature of the owner; null when each withdrawal needs it
   */
  unsigned: ((lock: ccc.Script) => AnyoneCanPayLock) | null
}

/** Locks whose owners can pay: the server checks their signatures by itself. */
export type SenderKind = Extract<LockKind, "secp256k1" | "joyid"> | OmnilockKind

/** `reason` is a sentence for people; it never holds signature bytes. */
export type VerifyResult = { ok: true } | { ok: false; reason: string }

/** What a wallet makes of a text: CCC's `Signature`, without the kind, which the lock decides. */
export interface MessageSignature {
  /** Hex (CKB, EVM), base64 (Bitcoin) or JSON (JoyID) */
  signature: string
  /** Only JoyID's is read, for its public key: the others' keys follow from the signature. */
  identity: string
}

/**
 * The lock of who takes part in a 2-2 transaction beside the platform: what the transaction must carry for it, and its
 * check.
 */
export interface CosignerLock {
  kind: SenderKind | "anyone-can-pay"
  /** Scripts whose cell deps the transaction must carry before anybody signs */
  knownScripts: ccc.KnownScript[]
  /** Bytes of the lock field in the placeholder witness, on which the network fee is priced; 0: the witness is empty */
  witnessLockSize: number
  /**
   * Whether `witness` unlocks this lock's cells in `tx`. Pure, no RPC, never throws.
   *
   * @param tx the stored transaction as it was prepared: every witness still its placeholder, every input with its
   *   `cellOutput`
   * @param position index of the lock group's first input, where its witness belongs
   * @param witness serialized WitnessArgs, as the wallet returned them
   */
  verify(tx: Signable, position: number, witness: ccc.Hex): VerifyResult
}

/** A lock whose owner can pay: its `verify` checks a signature. */
export interface SenderLock extends OwnedLock {
  kind: SenderKind
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
   * What is compared with the lock's args is the key that made the signature; what the client says about itself counts
   * for nothing.
   */
  verifyMessage(text: string, signature: MessageSignature): boolean
}

export type ReceiverLock = SenderLock | AnyoneCanPayLock

/** A lock that nobody can pay from here. `reason` says why, and what to do instead. */
export interface Unsupported {
  kind: "unsupported"
  reason: string
}
