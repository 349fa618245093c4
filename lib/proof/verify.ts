import { hexToBytes } from "@noble/hashes/utils.js"
import { decodeTransaction, isSameScript, MalformedTransaction, scriptHash, type Transaction } from "@/lib/chain/decode"
import { ckbHash } from "@/lib/chain/hash"
import { paymentCommitment } from "@/lib/commitment"
import type { Hex } from "@/lib/hex"
import { lockOfAddress } from "@/lib/review/address"
import { capacityOf } from "@/lib/review/transaction"
import { NodeError, type NodeReader } from "./node"
import { type ProvableReceipt, readReceipt, sumOfShares, UNREADABLE } from "./receipt"
import { findSigned } from "./signature"

/** What a node can show to be wrong with a receipt, in the order in which it is looked at. */
export const CHAIN_FAILURES = [
  /** the node's chain has another genesis block */
  "OTHER_CHAIN",
  "NOT_FOUND",
  /** what the node shows is not what its hash says */
  "HASH_DIFFERS",
  /** the transaction commits to another payment than this one, or to none */
  "COMMITMENT_DIFFERS",
  "NOT_SIGNED_BY_PLATFORM",
  /** the platform's cell does not grow by the sum of the shares */
  "AMOUNT_DIFFERS",
  "NOT_COMMITTED",
] as const
export const RECEIPT_FAILURES = [...UNREADABLE, ...CHAIN_FAILURES] as const
export type ChainFailure = (typeof CHAIN_FAILURES)[number]
export type ReceiptFailure = (typeof RECEIPT_FAILURES)[number]

interface Failed {
  ok: false
  code: ReceiptFailure
}

/** A receipt that holds. What only the node says of it are the block and the depth. */
export interface Proven {
  ok: true
  /** shannons, of all shares */
  amount: bigint
  blockNumber: bigint
  blockTime: Date
  /** the block that holds it counts as 1 */
  depth: bigint
}

/**
 * Proves a receipt from the chain alone. The platform that it names has signed a transaction which is in a block, whose
 * cell takes in the sum of the shares, and whose commitment names exactly these parties and amounts. Transactions are
 * recomputed from their bytes, so a node can hide a payment, or say that it is in a block when it is not, and invent
 * nothing that the platform has not signed. Whether the platform is one to believe is for the reader to say, and so is
 * what came later, such as a refund.
 *
 * @param given as the API or a file has it; it need not be checked before
 * @throws NodeError when the node does not answer, or not as CKB's nodes do
 */
export async function verifyReceipt(node: NodeReader, given: unknown): Promise<Proven | Failed> {
  const read = readReceipt(given)
  if (!read.ok) return read
  const { receipt } = read
  const [genesis, found] = await Promise.all([node.call("get_block_hash", ["0x0"]), readTransaction(node, receipt)])
  if (genesis !== receipt.genesis_hash) return failed("OTHER_CHAIN")
  if (found.raw === null) return failed("NOT_FOUND")
  const signed = checkTransaction(found.raw, receipt)
  if (!signed.ok) return signed
  const amount = await checkAmount(node, signed, receipt)
  if (!amount.ok) return amount
  return checkCommitted(node, found, amount)
}

/** A transaction that a receipt is true of, as far as it can be seen in its own bytes. */
export interface SignedTransaction {
  ok: true
  tx: Transaction
  /** of the platform's one input */
  position: number
}

/**
 * Checks a transaction that is at hand, without asking anybody: it is the one that the receipt names, commits to what
 * the receipt says, and the platform has signed it.
 *
 * @param raw Molecule-serialized, 0x-hex
 * @param receipt one that `readReceipt` has read
 */
export function checkTransaction(raw: string, receipt: ProvableReceipt): SignedTransaction | Failed {
  const tx = decodeAs(raw, receipt.tx_hash)
  if (!tx) return failed("HASH_DIFFERS")
  if (tx.witnesses[tx.inputs.length] !== commitmentOf(receipt)) return failed("COMMITMENT_DIFFERS")
  const position = findSigned(tx, receipt.tx_hash, lockOfAddress(receipt.platform))
  return position === undefined ? failed("NOT_SIGNED_BY_PLATFORM") : { ok: true, tx, position }
}

/** What the transaction of this payment has to commit to. */
export function commitmentOf({ payment_id, salt, sender, shares }: ProvableReceipt): Hex {
  return paymentCommitment({
    id: BigInt(payment_id),
    salt,
    senderLockHash: lockHashOf(sender),
    shares: shares.map(({ kind, address, amount }) => ({ kind, lockHash: lockHashOf(address), amount })),
  })
}

/** Checks that the platform's cell grows by the sum of the shares: the cell that it was is looked up. */
export async function checkAmount(
  node: NodeReader,
  { tx, position }: SignedTransaction,
  receipt: ProvableReceipt,
): Promise<{ ok: true; amount: bigint } | Failed> {
  const platform = lockOfAddress(receipt.platform)
  const { txHash, index } = tx.inputs[position]?.previousOutput ?? {}
  if (txHash === undefined) return failed("AMOUNT_DIFFERS")
  const { raw } = await readTransaction(node, { tx_hash: txHash })
  if (raw === null) return failed("NOT_FOUND")
  const maker = decodeAs(raw, txHash)
  if (!maker) return failed("HASH_DIFFERS")
  const before = maker.outputs[Number(index)]
  if (!before || !isSameScript(before.lock, platform)) return failed("AMOUNT_DIFFERS")
  const amount = capacityOf(tx.outputs, platform) - before.capacity
  return amount === sumOfShares(receipt) ? { ok: true, amount } : failed("AMOUNT_DIFFERS")
}

/** Where the number and the time stand in a header's bytes (RFC 0027). */
const HEADER = { bytes: 208, timestamp: 8, number: 16 }

/** Checks that the transaction is in a block, and how deep that one lies. */
export async function checkCommitted(
  node: NodeReader,
  { status, blockHash }: FoundTransaction,
  { amount }: { amount: bigint },
): Promise<Proven | Failed> {
  if (status !== "committed" || blockHash === undefined) return failed("NOT_COMMITTED")
  const [header, tip] = await Promise.all([
    node.call("get_header", [blockHash, "0x0"]),
    node.call("get_tip_block_number", []),
  ])
  if (header === null) return failed("NOT_COMMITTED")
  const bytes = bytesOf(header)
  if (bytes?.length !== HEADER.bytes || !isHashOf(blockHash, bytes)) return failed("HASH_DIFFERS")
  if (typeof tip !== "string" || !/^0x[0-9a-f]{1,16}$/.test(tip)) throw new NodeError("The node names no newest block.")
  const fields = new DataView(bytes.buffer)
  const blockNumber = fields.getBigUint64(HEADER.number, true)
  // Of several nodes behind one address, one may not have the block yet.
  const behind = BigInt(tip) < blockNumber ? 0n : BigInt(tip) - blockNumber
  const blockTime = new Date(Number(fields.getBigUint64(HEADER.timestamp, true)))
  return { ok: true, amount, blockNumber, blockTime, depth: behind + 1n }
}

interface FoundTransaction {
  raw: string | null
  status: string
  blockHash: Hex | undefined
}

/** @throws NodeError */
async function readTransaction(
  node: NodeReader,
  { tx_hash }: Pick<ProvableReceipt, "tx_hash">,
): Promise<FoundTransaction> {
  const answer = (await node.call("get_transaction", [tx_hash, "0x0"])) as {
    transaction?: unknown
    tx_status?: { status?: unknown; block_hash?: unknown }
  } | null
  const raw = answer?.transaction ?? null
  const { status, block_hash: blockHash } = answer?.tx_status ?? {}
  if ((raw !== null && typeof raw !== "string") || typeof status !== "string")
    throw new NodeError("The node does not show transactions as CKB's nodes do.")
  const isHash = typeof blockHash === "string" && /^0x[0-9a-f]{64}$/.test(blockHash)
  return { raw, status, blockHash: isHash ? (blockHash as Hex) : undefined }
}

/** The transaction in these bytes, if it is the one of this hash. */
export function decodeAs(raw: string, txHash: Hex): Transaction | undefined {
  try {
    const { tx, hash } = decodeTransaction(raw)
    return hash === txHash ? tx : undefined
  } catch (error) {
    if (error instanceof MalformedTransaction) return undefined
    throw error
  }
}

const lockHashOf = (address: string) => scriptHash(lockOfAddress(address))

function bytesOf(hex: unknown): Uint8Array<ArrayBuffer> | undefined {
  const isHex = typeof hex === "string" && /^0x(?:[0-9a-f]{2})*$/.test(hex)
  return isHex ? Uint8Array.from(hexToBytes(hex.slice(2))) : undefined
}

function isHashOf(hash: Hex, bytes: Uint8Array): boolean {
  const expected = hexToBytes(hash.slice(2))
  return ckbHash(bytes).every((byte, at) => byte === expected[at])
}

function failed(code: ReceiptFailure): Failed {
  return { ok: false, code }
}
