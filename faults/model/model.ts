import { ccc } from "@ckb-ccc/core"
import { readTransaction, type SeenTransaction } from "@/faults/chain-scan"
import type { Hex } from "@/lib/hex"
import type { View } from "./chain-watch"
import type { Coin, Person } from "./people"
import { CONFIRMATIONS, type Stage } from "./world"

/** What a person who pays knows: what prepare said, what they signed, and what the platform has answered since. */
/** What the comparison keeps of a transaction that was accepted. */
interface Accepted {
  /** How the platform saw the chain when it was first compared: older than the one by which it was accepted, perhaps */
  acceptedUnder?: View
}

export interface ModelPayment extends Accepted {
  id: bigint
  sender: Person
  amount: bigint
  networkFee: bigint
  /** By lock hash; the platform's fee apart */
  shares: Map<Hex, bigint>
  fee: bigint
  /** Of the shares, what is the sender's since */
  refunded: bigint
  tx: SeenTransaction
  rawTx: Hex
  signedTx: Hex
  fate: "prepared" | "overdue" | "cancelled" | "expired" | "signed"
  /** Seen to have failed: it can never commit any more */
  dead: boolean
  /** Seen to be confirmed at some time: a later reorganisation may have taken it back */
  wasConfirmed: boolean
}

export interface ModelWithdrawal extends Accepted {
  id: bigint
  receiver: Person
  amount: bigint
  networkFee: bigint
  tx: SeenTransaction
  signedTx: Hex
  fate: "prepared" | "overdue" | "expired" | "signed"
  dead: boolean
}

/** What may stand on the chain, by its hash, besides payments and withdrawals: by whom it was sent. */
export type OtherKind = "outsider" | "payout" | "own"

/**
 * The world as somebody sees it who has only the replies of the platform and the blocks of the node. A payment is money
 * once the chain has its transaction, is owed after `CONFIRMATIONS` blocks, and is over when another transaction has
 * spent one of its inputs for as long. Everything else follows by adding up.
 */
export class Model {
  readonly payments: ModelPayment[] = []
  readonly withdrawals: ModelWithdrawal[] = []
  readonly others = new Map<string, OtherKind>()
  /** Ids of those seen to have failed */
  readonly failedSettlements = new Set<string>()
  /** Where the platform's database stands: the chain at the last time that it was told to follow */
  followed: View
  /** The block below which nothing may be reorganised, as what it made final would not be so */
  floor: number

  constructor(
    readonly stage: Stage,
    view: View,
  ) {
    this.followed = view
    this.floor = stage.base
  }

  /**
   * Something is over because a transaction with enough confirmations excludes it. No later reorganisation goes as
   * deep: a chain that takes back what was final is not the one that `CONFIRMATIONS` was chosen for.
   */
  keepFinal(): void {
    this.floor = Math.max(this.floor, this.followed.tip - CONFIRMATIONS + 1)
  }

  /** The cells of somebody that are live in a view. */
  coins(lockHash: Hex, view: View): Coin[] {
    const made = view.transactions.flatMap((tx) =>
      tx.outputs.map((output, index) => ({ ...output, outPoint: `${tx.hash}:${index}` })),
    )
    return [...this.stage.start, ...made]
      .filter((coin) => coin.lockHash === lockHash && !view.spenderOf(coin.outPoint))
      .map(({ outPoint, capacity }) => ({ outPoint, capacity }))
  }

  /** What the platform's cells hold before anything happens, in shannons */
  get capital(): bigint {
    return total(this.stage.start.filter(({ lockHash }) => lockHash === this.platform).map(({ capacity }) => capacity))
  }

  get platform(): Hex {
    return this.stage.ctx.chain.platform.lockHash
  }

  /** What anybody could know of a transaction: that it was prepared, or that a block had it. */
  known(hash: string): SeenTransaction | undefined {
    const prepared = [...this.payments, ...this.withdrawals].find(({ tx }) => tx.hash === hash)
    return prepared?.tx ?? this.stage.watch.everSeen.get(hash)
  }

  /** shannons in a cell that the chain has or had */
  capacityOf(outPoint: string): bigint {
    const [hash = "", index] = outPoint.split(":")
    const before = this.stage.start.find((coin) => coin.outPoint === outPoint)
    const capacity = (before ?? this.known(hash)?.outputs[Number(index)])?.capacity
    if (capacity === undefined) throw new Error(`the model has never seen ${outPoint}`)
    return capacity
  }

  /** What a transaction pays the network */
  feeOf(tx: SeenTransaction): bigint {
    return total(tx.inputs.map((input) => this.capacityOf(input))) - total(tx.outputs.map(({ capacity }) => capacity))
  }

  /** A payment's entries are payable at this moment. */
  isCredited({ fate, tx }: ModelPayment): boolean {
    return fate === "signed" && this.followed.depth(tx.hash) >= CONFIRMATIONS
  }

  /** A settlement may still hold what the chain took back. */
  isTakenBack(payment: ModelPayment): boolean {
    return payment.wasConfirmed && !this.isCredited(payment)
  }

  /**
   * For how long the chain has excluded a transaction: blocks since another one spent one of its inputs, or one that
   * made one of them was itself excluded. 0 while nothing excludes it, and while only the fate of somebody else's
   * transaction does, which the chain has lost: what that one spent the platform has never seen. It ends what waits for
   * such a cell later, by itself.
   */
  excludedFor(tx: SeenTransaction, view = this.followed): number {
    if (view.depth(tx.hash) > 0) return 0
    let longest = 0
    for (const input of tx.inputs) {
      const spender = view.spenderOf(input)
      if (spender) longest = Math.max(longest, view.depth(spender.hash))
      const maker = this.known(input.split(":")[0] ?? "")
      if (maker && this.others.get(maker.hash) === "outsider") continue
      if (maker && maker.hash !== tx.hash) longest = Math.max(longest, this.excludedFor(maker, view))
    }
    return longest
  }

  /** What a receiver has been sent by payouts and withdrawals that have so many confirmations. */
  received(lockHash: Hex, confirmations: number): bigint {
    let total = 0n
    for (const tx of this.followed.transactions) {
      if (this.followed.depth(tx.hash) < confirmations) continue
      if (this.others.get(tx.hash) === "payout")
        for (const output of tx.outputs) if (output.lockHash === lockHash) total += output.capacity
      const withdrawal = this.withdrawals.find((candidate) => candidate.tx.hash === tx.hash)
      if (withdrawal?.receiver.lockHash === lockHash) total += withdrawal.amount
    }
    return total
  }

  /** What payments have brought somebody, as far as they are confirmed now. */
  credited(lockHash: Hex): bigint {
    return total(this.payments.filter((payment) => this.isCredited(payment)).map(({ shares }) => shares.get(lockHash)))
  }

  /** What of it the chain took back, and a settlement may have paid all the same. */
  takenBack(lockHash: Hex): bigint {
    return total(this.payments.filter((payment) => this.isTakenBack(payment)).map(({ shares }) => shares.get(lockHash)))
  }
}

export function total(amounts: Iterable<bigint | undefined>): bigint {
  let sum = 0n
  for (const amount of amounts) sum += amount ?? 0n
  return sum
}

/** fee = floor(amount / 100), a split by ratio = floor(rest × bps / 10000), the receiver has what is left. */
export function sharesOf(
  amount: bigint,
  receiver: Person,
  split: { person: Person; bps: number } | undefined,
): { fee: bigint; shares: Map<Hex, bigint> } {
  const fee = amount / 100n
  const part = split ? ((amount - fee) * BigInt(split.bps)) / 10_000n : 0n
  const shares = new Map<Hex, bigint>([[receiver.lockHash, amount - fee - part]])
  if (split) shares.set(split.person.lockHash, (shares.get(split.person.lockHash) ?? 0n) + part)
  return { fee, shares }
}

/** Reads what prepare returned, as a wallet would. */
export function decode(rawTx: Hex): SeenTransaction {
  const tx = ccc.Transaction.fromBytes(rawTx)
  const outputs = tx.outputs.map(({ capacity, lock }) => ({
    capacity: ccc.numToHex(capacity),
    lock: { code_hash: lock.codeHash, hash_type: lock.hashType, args: lock.args },
    type: null,
  }))
  const inputs = tx.inputs.map(({ previousOutput: { txHash, index } }) => ({
    previous_output: { tx_hash: txHash, index: ccc.numToHex(index) },
  }))
  return readTransaction({ hash: tx.hash(), inputs, outputs, outputs_data: tx.outputsData }, undefined, false)
}
