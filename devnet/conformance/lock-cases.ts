import { ccc } from "@ckb-ccc/core"
import { ACCEPTED, type Case, refused } from "./case"
import { type Conformance, placeholder } from "./context"

const VERIFY = -302

/** A signed transfer whose witnesses are replaced before it is sent. */
function withWitness(name: string, expected: unknown, change: (signed: ccc.Transaction) => ccc.Hex[]): Case {
  return {
    name,
    expected,
    run: async (on) => {
      const tx = await on.signed(() => {})
      tx.witnesses = change(tx)
      return on.send(tx)
    },
  }
}

const witnessArgs = (fields: ccc.WitnessArgsLike) => ccc.hexFrom(ccc.WitnessArgs.from(fields).toBytes())

/** The signature in the first witness with its recovery id, the last byte, changed. */
function withRecoveryId(tx: ccc.Transaction, id: number): ccc.Hex[] {
  const args = ccc.WitnessArgs.fromBytes(tx.witnesses[0] ?? "0x")
  const lock = ccc.bytesFrom(args.lock ?? "0x")
  lock[64] = id
  return [witnessArgs({ lock })]
}

export const secpCases: Case[] = [
  withWitness("a signature is accepted", ACCEPTED, (tx) => tx.witnesses),
  withWitness("no witness is refused", refused(VERIFY, "error code -3 "), () => []),
  withWitness("a witness that is no WitnessArgs is refused", refused(VERIFY, "error code -2 "), () => ["0x1234"]),
  withWitness("a WitnessArgs without lock is refused", refused(VERIFY, "error code -2 "), () => [
    witnessArgs({ inputType: "0x11" }),
  ]),
  withWitness("a WitnessArgs with trailing bytes is refused", refused(VERIFY, "error code -2 "), (tx) => [
    `${tx.witnesses[0]}00` as ccc.Hex,
  ]),
  withWitness("a short signature is refused", refused(VERIFY, "error code -1 "), () => [witnessArgs({ lock: "0x11" })]),
  withWitness("an empty signature is refused", refused(VERIFY, "error code -11 "), () => [placeholder(65)]),
  withWitness("an impossible recovery id is refused", refused(VERIFY, "error code -102 "), (tx) =>
    withRecoveryId(tx, 255),
  ),
  {
    name: "a signature over another transaction is refused",
    expected: refused(VERIFY, "error code -31 "),
    run: async (on) => {
      const other = await on.signed(() => {}, [on.cell(1)])
      const tx = await on.signed(() => {})
      tx.witnesses = other.witnesses
      return on.send(tx)
    },
  },
  {
    name: "a witness beyond the inputs is covered by the signature",
    expected: { signed: ACCEPTED, added: refused(VERIFY, "error code -31 ") },
    run: async (on) => {
      const signed = await on.send(await on.signed((tx) => void tx.witnesses.push("0x1234")))
      await on.call("clear_tx_pool")
      const tx = await on.signed(() => {})
      tx.witnesses.push("0x1234")
      return { signed, added: await on.send(tx) }
    },
  },
  {
    name: "two inputs of one lock are signed together",
    expected: { signed: ACCEPTED, changed: refused(VERIFY, "error code -31 ") },
    run: async (on) => {
      const two = (tx: ccc.Transaction) => void tx.witnesses.push("0xab")
      const signed = await on.send(await on.signed(two, [on.cell(0), on.cell(1)]))
      await on.call("clear_tx_pool")
      const tx = await on.signed(two, [on.cell(0), on.cell(1)])
      tx.witnesses[1] = "0xcd"
      return { signed, changed: await on.send(tx) }
    },
  },
]

/** Puts a cell on one of the EVM wallet's addresses: 0 is Omnilock `0x12`, 1 is Omnilock `0x01`. */
async function evmCell(on: Conformance, which: 0 | 1): Promise<ccc.Cell> {
  const address = (await on.evm.getAddressObjs())[which]
  if (address === undefined) throw new Error("the EVM wallet has no such address")
  const tx = await on.signed(
    ({ outputs }) => {
      const [output] = outputs
      if (output !== undefined) output.lock = address.script
    },
    [on.cell(2)],
  )
  await on.send(tx)
  return on.outputOf(tx)
}

async function evmTransfer(on: Conformance, cell: ccc.Cell): Promise<ccc.Transaction> {
  const tx = on.transfer([cell])
  tx.witnesses = []
  await tx.addCellDepsOfKnownScripts(on.client, ccc.KnownScript.OmniLock)
  return ccc.Transaction.from(await on.evm.signOnlyTransaction(await on.evm.prepareTransaction(tx)))
}

function breakSignature(tx: ccc.Transaction): void {
  const witness = ccc.bytesFrom(tx.witnesses[0] ?? "0x")
  const at = witness.length - 20
  witness[at] = (witness[at] ?? 0) ^ 1
  tx.witnesses[0] = ccc.hexFrom(witness)
}

export const omnilockCases: Case[] = [
  {
    name: "an Ethereum signature (flag 0x01) is accepted",
    expected: ACCEPTED,
    run: async (on) => on.send(await evmTransfer(on, await evmCell(on, 1))),
  },
  {
    name: "an Ethereum signature (flag 0x01) over something else is refused",
    expected: refused(VERIFY, "ValidationFailure"),
    run: async (on) => {
      const cell = await evmCell(on, 1)
      const tx = await evmTransfer(on, cell)
      tx.outputs[0] = ccc.CellOutput.from({ capacity: cell.cellOutput.capacity - 2000n, lock: on.lock })
      return on.send(tx)
    },
  },
  {
    name: "Omnilock without its dep group is refused",
    expected: refused(VERIFY, "ScriptNotFound"),
    run: async (on) => {
      const tx = await evmTransfer(on, await evmCell(on, 1))
      tx.cellDeps = tx.cellDeps.slice(0, 1)
      return on.send(tx)
    },
  },
]

const CKB = 100_000_000n

/** Not the wallet's: its signer would sign for an anyone-can-pay cell of its own. */
const STRANGER = ccc.hexFrom(new Uint8Array(20).fill(9))

/** @param minima exponents of ten, CKB then tokens (RFC 0026) */
function anyoneCanPay(on: Conformance, owner: ccc.Hex, minima: ccc.Hex = "0x"): ccc.Script {
  const info = on.chain.scripts.AnyoneCanPay
  if (info === undefined) throw new Error("this chain has no anyone-can-pay lock")
  const { codeHash, hashType } = info
  return ccc.Script.from({ codeHash, hashType, args: ccc.bytesConcat(owner, minima) })
}

/** Puts cells of 100 CKB under such a lock. */
async function openCells(on: Conformance, lock: ccc.Script, count = 1): Promise<ccc.Cell[]> {
  const tx = on.transfer([on.cell(2)])
  const rest = (tx.outputs[0]?.capacity ?? 0n) - 100n * CKB * BigInt(count)
  const cellOutput = ccc.CellOutput.from({ capacity: 100n * CKB, lock })
  tx.outputs = [
    ...Array<ccc.CellOutput>(count).fill(cellOutput),
    ccc.CellOutput.from({ capacity: rest, lock: on.lock }),
  ]
  tx.outputsData = tx.outputs.map((): ccc.Hex => "0x")
  await on.send(await on.sign(tx))
  const txHash = tx.hash()
  return Array.from({ length: count }, (_, index) =>
    ccc.Cell.from({ outPoint: { txHash, index }, cellOutput, outputData: "0x" }),
  )
}

interface PaidIn {
  minima?: ccc.Hex
  inputs?: number
  /** shannons that each output of the lock holds beyond the 100 CKB of one cell */
  more: bigint[]
  change?: (tx: ccc.Transaction) => void
}

/** Pays into cells of the lock without its owner's signature; the payer's cell and change stand around them. */
async function payIn(on: Conformance, { minima, inputs = 1, more, change = () => {} }: PaidIn): Promise<unknown> {
  const lock = anyoneCanPay(on, STRANGER, minima)
  const cells = await openCells(on, lock, inputs)
  const payer = on.cell(1)
  const tx = on.transfer([payer, ...cells])
  const paid = more.map((by) => ccc.CellOutput.from({ capacity: 100n * CKB + by, lock }))
  const rest = (tx.outputs[0]?.capacity ?? 0n) - paid.reduce((total, { capacity }) => total + capacity, 0n)
  tx.outputs = [ccc.CellOutput.from({ capacity: rest, lock: on.lock }), ...paid]
  tx.outputsData = tx.outputs.map((): ccc.Hex => "0x")
  await tx.addCellDepsOfKnownScripts(on.client, ccc.KnownScript.AnyoneCanPay)
  change(tx)
  return on.send(await on.sign(tx))
}

function paidIn(name: string, expected: unknown, paid: PaidIn): Case {
  return { name, expected, run: (on) => payIn(on, paid) }
}

const refusedWith = (code: number) => refused(VERIFY, `error code ${code} `)

export const anyoneCanPayCases: Case[] = [
  paidIn("more is accepted without a signature", ACCEPTED, { more: [1n] }),
  paidIn("as much is accepted where there is no minimum", ACCEPTED, { more: [0n] }),
  paidIn("less is refused", refusedWith(-42), { more: [-1n] }),
  paidIn("the minimum is accepted", ACCEPTED, { minima: "0x08", more: [CKB] }),
  paidIn("less than the minimum is refused", refusedWith(-42), { minima: "0x08", more: [CKB - 1n] }),
  paidIn("nothing more is accepted with a minimum of CKB alone", ACCEPTED, { minima: "0x08", more: [0n] }),
  paidIn("nothing more is refused with a minimum of tokens too", refusedWith(-42), { minima: "0x0800", more: [0n] }),
  paidIn("the minimum is accepted with a minimum of tokens too", ACCEPTED, { minima: "0x0800", more: [CKB] }),
  paidIn("a minimum beyond all CKB is refused", refusedWith(-42), { minima: "0x1400", more: [CKB] }),
  paidIn("impossible args are refused", refusedWith(-1), { minima: "0x080000", more: [CKB] }),
  paidIn("two cells joined into one are refused", refusedWith(-45), { inputs: 2, more: [101n * CKB] }),
  paidIn("two cells that both come out are refused", refusedWith(-45), { inputs: 2, more: [CKB, CKB] }),
  paidIn("a cell that comes out twice is refused", refusedWith(-46), { more: [CKB, CKB] }),
  paidIn("a cell that does not come out is refused", refusedWith(-44), { more: [] }),
  paidIn("data in the cell that comes out are refused", refusedWith(-2), {
    more: [CKB],
    change: (tx) => {
      tx.outputsData[1] = "0x11"
    },
  }),
  paidIn("a witness that is no signature counts as none", ACCEPTED, {
    more: [CKB],
    change: (tx) => {
      tx.witnesses[1] = "0x1234"
    },
  }),
  paidIn("a wrong signature is refused, although enough is paid in", refusedWith(-11), {
    more: [CKB],
    change: (tx) => {
      tx.witnesses[1] = placeholder(65)
    },
  }),
  {
    name: "its owner takes everything out with a signature",
    expected: ACCEPTED,
    run: async (on) => {
      const [cell] = await openCells(on, anyoneCanPay(on, on.lock.args, "0x08"))
      if (cell === undefined) throw new Error("no cell")
      const tx = on.transfer([cell])
      await tx.addCellDepsOfKnownScripts(on.client, ccc.KnownScript.AnyoneCanPay)
      const { message } = (await tx.getSignHashInfo(cell.cellOutput.lock, on.client)) ?? {}
      if (message === undefined) throw new Error("nothing to sign")
      tx.witnesses = [witnessArgs({ lock: await on.signer._signMessage(message) })]
      return on.send(tx)
    },
  },
]

/** The dev chain's Omnilock is an older build that does not know this flag; mainnet and testnet do. */
export const devnetOnlyLockCases: Case[] = [
  {
    name: "a readable Ethereum signature (flag 0x12) is accepted",
    expected: ACCEPTED,
    run: async (on) => on.send(await evmTransfer(on, await evmCell(on, 0))),
  },
  {
    name: "a broken readable Ethereum signature is refused",
    expected: refused(VERIFY, "ValidationFailure"),
    run: async (on) => {
      const tx = await evmTransfer(on, await evmCell(on, 0))
      breakSignature(tx)
      return on.send(tx)
    },
  },
]
