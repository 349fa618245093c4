import type { Hex } from "@/lib/hex"

/**
 * What can be wrong with a platform's account of itself, with what it means. Each is shown by public files and the
 * chain. `STALE` and `ANCHOR_MISSING` say that something was not done, and accuse nobody of more.
 */
export const FAULTS = {
  MALFORMED_ANSWER: "the platform's answer has another form than its documents say",
  OTHER_CHAIN: "the node is on another chain than the platform says it is on",
  MANIFEST_CHANGED: "the manifest is not what its own hash says",
  PLATFORM_LOCK_DIFFERS: "the manifest is of another lock than the platform's address",
  MANIFEST_UNSIGNED: "the platform's lock has not signed this manifest",
  CHAIN_BROKEN: "a manifest does not name the one before",
  SEEN_REPLACED: "a manifest that was seen before is no longer among the platform's",
  BLOCK_NOT_ON_CHAIN: "the epoch's block is not on the chain",
  STALE: "nobody has renewed the account of what is owed and held for a long time",
  CELLS_REPLACED: "the file of cells is not the one that the manifest names",
  CELLS_MALFORMED: "the file of cells cannot be read, or has a cell twice",
  CELL_INVENTED: "a cell of the file was never on the chain",
  CELL_OF_ANOTHER: "a cell of the file is not under the platform's lock",
  CELL_NOT_PLAIN: "a cell of the file holds something else than plain CKB",
  CELL_CAPACITY_DIFFERS: "a cell of the file holds another amount on the chain",
  CELL_NOT_LIVE: "a cell of the file was spent before the epoch's block, or made after it",
  HELD_DIFFERS: "the cells of the file do not add up to what the manifest says is held",
  ANCHOR_MISSING: "no manifest was put on the chain for hours",
  ANCHOR_DIFFERS: "the transaction that should anchor a manifest does not",
  TWO_ROOTS: "the platform has put another manifest on the chain for the same block",
  EPOCH_HIDDEN: "the platform has put a manifest on the chain that it does not show",
  LEAVES_REPLACED: "the file of leaves is not the one that the manifest names",
  LEAVES_MALFORMED: "the file of leaves has another number of leaves than it must have, or they are not in order",
  SUM_TOO_LARGE: "amounts of the leaves add up to more than there is",
  ROOT_DIFFERS: "the leaves have another root than the manifest says",
  OWED_DIFFERS: "the leaves do not add up to what the manifest says is owed",
  NOT_COVERED: "the platform owes more than it holds",
  OTHER_LOCK: "the platform answers for another address",
  PIECE_TWICE: "a piece of what is owed to the address is shown twice",
  PIECE_MISSING: "a piece of what is owed to the address is not among the leaves",
  PIECE_AMOUNT_DIFFERS: "a piece of what is owed to the address has another amount among the leaves",
  PIECES_SUM_DIFFERS: "the pieces do not add up to what the platform says is owed to the address",
  SHARES_CHANGED: "a payment was signed with other parties or amounts than the platform says",
  CREDIT_UNSIGNED: "the platform has not signed a payment that it says it took in",
  CREDIT_HIDDEN: "the platform does not tell of a payment that a receipt proves",
  REFUND_TOO_LARGE: "more was taken back of a payment than the address has of it",
  PAYOUT_TWICE: "the platform counts a payout twice",
  PAYOUT_INVENTED: "the chain does not show a payout that the platform says it made",
  OWED_TOO_LITTLE: "by the chain the address is owed more than there is for it among the leaves",
} as const

export type FaultCode = keyof typeof FAULTS

/** What shows a fault. Amounts are shannons, as texts of digits. */
export interface Evidence {
  expected?: string
  found?: string
  /** which of the platform's files, by its path */
  file?: string
  transaction?: Hex
  /** of a cell */
  index?: number
  payment?: number
  /** manifests or receipts as they were shown, with their signatures */
  shown?: unknown
}

export interface Fault extends Evidence {
  code: FaultCode
  /** the block of the epoch that it is about */
  block?: number
}

/** What could not be looked at, with what it means. */
export const UNCHECKED = {
  NODE_FAILED: "the CKB node does not answer as it should",
  NODE_BEHIND: "the CKB node does not have the epoch's block yet",
  NODE_UNSETTLED: "the CKB node has another block in the epoch's place, or its index is behind: ask again in a while",
  PLATFORM_FAILED: "the platform does not answer",
  NO_EPOCH: "the platform has given no such account of what it owes and holds",
  FILES_GONE: "the platform no longer keeps this epoch's files",
  ACCOUNT_CLOSED: "the platform shows what it owes an address only to who is signed in for it",
  RECEIPT_UNREADABLE: "a receipt cannot be read, or does not hold",
  SEEN_UNREADABLE: "the manifest that was seen before cannot be read, or nobody has signed it",
} as const

export type UncheckedCode = keyof typeof UNCHECKED
export interface Unchecked {
  code: UncheckedCode
  detail?: string
}

/** Something that is needed for all that follows cannot be had. */
export class CannotCheck extends Error {
  override readonly name = "CannotCheck"

  constructor(
    readonly code: UncheckedCode,
    readonly detail?: string,
    options?: ErrorOptions,
  ) {
    super(detail ?? UNCHECKED[code], options)
  }
}

/** What is found on the way. */
export class Findings {
  readonly faults: Fault[] = []
  readonly unchecked: Unchecked[] = []

  fault(code: FaultCode, { block, ...evidence }: Evidence & { block?: bigint } = {}): void {
    this.faults.push({ code, ...(block === undefined ? {} : { block: Number(block) }), ...evidence })
  }

  note(code: UncheckedCode, detail?: string): void {
    this.unchecked.push({ code, ...(detail === undefined ? {} : { detail }) })
  }
}
