import { ccc } from "@ckb-ccc/core"
import { type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons, sum } from "@/lib/money"
import { plainCapacity } from "@/lib/plain-capacity"
import type { OutPoint, PlainCell } from "./cells"
import type { Chain } from "./chain"
import { ckbHash } from "./hash"
import { type CosignerLock, placeholderWitness } from "./locks"
import { type RpcCellDep, type RpcInput, serializeRaw, serializeTransaction } from "./molecule"
import { cellDepJson, outPointJson, quantity, scriptJson } from "./rpc-json"
import { feeOf, platformPlaceholder } from "./transaction"

interface PaymentCells {
  sender: { lock: ccc.Script; rules: CosignerLock }
  senderCells: PlainCell[]
  platformCell: PlainCell
  /** Signed with the transaction by every sighash-style lock, as it stands beyond the inputs' witnesses (RFC 0024) */
  commitment: Hex
}

interface PaymentParts extends PaymentCells {
  /** shannons that move from the sender's cells to the platform's */
  amount: Shannons
  /** shannons per 1,000 bytes */
  feeRate: bigint
  /** shannons on top of the fee, to make the hash another */
  extraFee: bigint
}

/** A payment's transaction whose hash is final: only lock fields of witnesses are still to be filled in. */
export interface BuiltPayment {
  /** Molecule-serialized, with placeholders in the witnesses */
  bytes: Uint8Array<ArrayBuffer>
  hash: Hex
  networkFee: Shannons
  /** The platform's is the last */
  inputs: OutPoint[]
}

/**
 * The 2-2 transaction: the sender's cells and one platform cell go in, both come out with changed capacities.
 * Everything a wallet's `prepareTransaction` would add is there already, so that the hash stays.
 *
 * Its bytes are put together here and not out of CCC's objects: every payment waits for this. The tests have CCC read
 * them and make them again.
 *
 * @returns undefined when the sender's cells cannot pay amount and fee and still hold a change cell
 */
export async function buildPayment(chain: Chain, parts: PaymentParts): Promise<BuiltPayment | undefined> {
  const { sender, senderCells, platformCell, amount } = parts
  const serialize = await paymentOf(chain, parts)
  const networkFee = shannons(feeOf(serialize(0n, 0n).whole.length, parts.feeRate) + parts.extraFee)
  const change = sum(senderCells.map((cell) => cell.capacity)) - amount - networkFee
  if (change < plainCapacity(sender.lock)) return undefined
  const inputs = [...senderCells, platformCell].map(({ outPoint }) => outPoint)
  const { raw, whole } = serialize(change, platformCell.capacity + amount)
  return { bytes: Uint8Array.from(whole), hash: toHex(ckbHash(raw)), networkFee, inputs }
}

const NO_CELL: PlainCell = {
  outPoint: { txHash: `0x${"00".repeat(32)}`, index: 0 },
  capacity: shannons(0n),
  blockNumber: 0n,
}

/**
 * What a payment out of so many of the sender's cells pays to the network, in shannons: its size does not depend on
 * which cells they are, nor on amounts.
 */
export async function paymentFee(
  chain: Chain,
  { sender, cells, feeRate }: { sender: PaymentCells["sender"]; cells: number; feeRate: bigint },
): Promise<Shannons> {
  const senderCells = Array.from({ length: cells }, () => NO_CELL)
  const parts = { sender, senderCells, platformCell: NO_CELL, commitment: NO_CELL.outPoint.txHash }
  return shannons(feeOf((await paymentOf(chain, parts))(0n, 0n).whole.length, feeRate))
}

/** `raw` is what the hash is made of, `whole` the transaction with its witnesses. */
type Serialize = (change: bigint, platform: bigint) => { raw: Uint8Array; whole: Uint8Array }

/** All of the transaction but the capacities of its two outputs. */
async function paymentOf(chain: Chain, parts: PaymentCells): Promise<Serialize> {
  const { sender, senderCells, platformCell, commitment } = parts
  const cellDeps = await cellDepsOf(chain, sender.rules)
  const inputs = [...senderCells, platformCell].map(({ outPoint }): RpcInput => {
    return { previous_output: outPointJson(outPoint), since: "0x0" }
  })
  const [senderLock, platformLock] = [scriptJson(sender.lock), scriptJson(chain.signer.lock)]
  const witnesses: Hex[] = [
    placeholderWitness(sender.rules),
    ...senderCells.slice(1).map((): Hex => "0x"),
    platformPlaceholder(),
    commitment,
  ]
  return (change, platform) => {
    const raw = serializeRaw({
      version: "0x0",
      cell_deps: cellDeps,
      header_deps: [],
      inputs,
      outputs: [
        { capacity: quantity(change), lock: senderLock, type: null },
        { capacity: quantity(platform), lock: platformLock, type: null },
      ],
      outputs_data: ["0x", "0x"],
    })
    return { raw, whole: serializeTransaction(raw, witnesses) }
  }
}

/** Where the code of both locks is. CCC follows scripts that are found by a type script, and may ask the node. */
async function cellDepsOf(chain: Chain, rules: CosignerLock): Promise<RpcCellDep[]> {
  const tx = ccc.Transaction.default()
  await tx.addCellDepsOfKnownScripts(chain.client, ccc.KnownScript.Secp256k1Blake160, ...rules.knownScripts)
  return tx.cellDeps.map(cellDepJson)
}
