import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { DEV_SCRIPTS } from "@/devnet/scripts"
import { RpcFailure, type TestChain } from "@/test/support/chain"
import { evmAccount } from "@/test/support/evm-wallet"
import { until } from "@/test/support/rpc"

/** Any key will do; its cells exist on the test chains only. */
const KEY = ccc.hexFrom(new Uint8Array(32).fill(7))
export const CELL_CAPACITY = 100_000_000_000n
const CELLS = 12
const DEFAULT_FEE = 1000n
/** "0x" and the 10 bytes by which a block proposes a transaction (RFC 0020) */
const SHORT_ID_DIGITS = 22
const transformers = cccA.JsonRpcTransformers

export type RawTx = ReturnType<typeof transformers.transactionFrom>

/** MetaMask, under the signer that CCC has for any wallet of Ethereum's. */
class EvmWallet extends ccc.SignerEvm {
  private readonly account = evmAccount(ccc.bytesFrom(KEY))

  async connect(): Promise<void> {}
  async isConnected(): Promise<boolean> {
    return true
  }
  async getEvmAccount(): Promise<ccc.Hex> {
    return this.account.address
  }
  override async signMessageRaw(message: string | ccc.BytesLike): Promise<ccc.Hex> {
    const body = typeof message === "string" ? ccc.bytesFrom(message, "utf8") : ccc.bytesFrom(message)
    return this.account.personalSign(ccc.hexFrom(body))
  }
}

/** A funded wallet on one chain, and what the cases need to build transactions on purpose wrong. */
export class Conformance {
  private constructor(
    readonly chain: TestChain,
    readonly client: ccc.Client,
    readonly signer: ccc.SignerCkbPrivateKey,
    readonly evm: EvmWallet,
    readonly lock: ccc.Script,
    readonly cells: ccc.Cell[],
  ) {}

  static async start(chain: TestChain): Promise<Conformance> {
    const client = chain.client()
    const signer = new ccc.SignerCkbPrivateKey(client, KEY)
    const address = await signer.getRecommendedAddressObj()
    const evm = new EvmWallet(client)
    const payment = { address: address.toString(), shannons: CELL_CAPACITY }
    const txHash = await chain.fundMany(new Array(CELLS).fill(payment))
    const cells = Array.from({ length: CELLS }, (_, index) =>
      ccc.Cell.from({
        outPoint: { txHash, index },
        cellOutput: { capacity: CELL_CAPACITY, lock: address.script },
        outputData: "0x",
      }),
    )
    return new Conformance(chain, client, signer, evm, address.script, cells)
  }

  cell(index: number): ccc.Cell {
    const cell = this.cells[index]
    if (cell === undefined) throw new Error(`the test wallet has no cell ${index}`)
    return cell
  }

  /** Turns cells into one cell of the wallet, unsigned. */
  transfer(inputs: ccc.Cell[], fee = DEFAULT_FEE): ccc.Transaction {
    const capacity = inputs.reduce((total, { cellOutput }) => total + cellOutput.capacity, 0n) - fee
    const secp = this.chain.scripts.Secp256k1Blake160?.cellDeps[0]?.cellDep
    return ccc.Transaction.from({
      cellDeps: secp === undefined ? [] : [secp],
      inputs: inputs.map(({ outPoint, cellOutput, outputData }) => ({
        previousOutput: outPoint,
        cellOutput,
        outputData,
      })),
      outputs: [{ capacity, lock: this.lock }],
      outputsData: ["0x"],
      witnesses: [placeholder(65)],
    })
  }

  /** The first output of a transaction as a cell to spend next. */
  outputOf(tx: ccc.Transaction): ccc.Cell {
    const [output] = tx.outputs
    if (output === undefined) throw new Error("the transaction has no output")
    return ccc.Cell.from({ outPoint: { txHash: tx.hash(), index: 0 }, cellOutput: output, outputData: "0x" })
  }

  async sign(tx: ccc.Transaction): Promise<ccc.Transaction> {
    return ccc.Transaction.from(await this.signer.signOnlyTransaction(tx))
  }

  /** A signed transfer, changed before signing. */
  async signed(change: (tx: ccc.Transaction) => void, inputs = [this.cell(0)], fee?: bigint): Promise<ccc.Transaction> {
    const tx = this.transfer(inputs, fee)
    change(tx)
    return this.sign(tx)
  }

  send(tx: ccc.Transaction | RawTx): Promise<unknown> {
    return this.call("send_transaction", raw(tx), "passthrough")
  }

  /** Sends what the next block is to propose: a node takes it into that block's template a moment later. */
  async sendForNextBlock(tx: ccc.Transaction): Promise<unknown> {
    const reply = await this.send(tx)
    if (this.chain.name === "node") {
      const proposal = tx.hash().slice(0, SHORT_ID_DIGITS)
      await until("the next block to propose a transaction", async () => {
        const { proposals } = await this.chain.rpc<{ proposals: string[] }>("get_block_template")
        return proposals.includes(proposal)
      })
    }
    return reply
  }

  /** A reply or an error reply, with what differs from chain to chain blotted out. */
  async call(method: string, ...params: unknown[]): Promise<unknown> {
    try {
      return { result: blot(await this.chain.rpc(method, ...params)) }
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error
      return { error: blot({ code: error.code, message: error.message, data: error.data }) }
    }
  }

  async status(txHash: ccc.Hex): Promise<string> {
    const reply = await this.chain.rpc<{ tx_status: { status: string } }>("get_transaction", txHash)
    return reply.tx_status.status
  }
}

/** An empty witness lock of the size that a signature will have. */
export function placeholder(bytes: number): ccc.Hex {
  return ccc.hexFrom(ccc.WitnessArgs.from({ lock: ccc.hexFrom(new Uint8Array(bytes)) }).toBytes())
}

export function raw(tx: ccc.Transaction | RawTx): RawTx {
  return tx instanceof ccc.Transaction ? transformers.transactionFrom(tx) : tx
}

export const outPoint = (cell: ccc.Cell) => transformers.outPointFrom(cell.outPoint)

/** Hashes that mean the same on each chain. */
const SAME_EVERYWHERE = new Set<string>([
  ...Object.values(DEV_SCRIPTS).map(({ codeHash }) => codeHash.slice(2)),
  "0".repeat(64),
  "1".repeat(64),
  "2".repeat(64),
])
/** Numbers that come from the clock or from the real machine code. */
const VARYING = new Set([
  "cycles",
  "ancestors_cycles",
  "total_tx_cycles",
  "time_added_to_pool",
  "timestamp",
  "last_txs_updated_at",
])

const OUT_POINT_DIGITS = 72

function blotHash(hex: string): string {
  const hash = hex.slice(0, 64)
  return (SAME_EVERYWHERE.has(hash) ? hash : "(hash)") + hex.slice(64)
}

/** Stands for a number that rightly differs. */
export const VARIES = "(varies)"

/** Replaces what rightly differs: hashes of blocks and transactions, clock times, exact cycles. */
export function blot(value: unknown, key = ""): unknown {
  if (typeof value === "string") {
    if (VARYING.has(key)) return VARIES
    return value.replace(/[0-9a-f]{64,}/g, (hex) => (hex.length > OUT_POINT_DIGITS ? "(bytes)" : blotHash(hex)))
  }
  if (Array.isArray(value)) return value.map((item) => blot(item, key))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [blot(name), blot(item, name)]))
}
