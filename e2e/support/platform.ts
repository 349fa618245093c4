import { randomBytes } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { expect } from "@playwright/test"

/** Here and below: the HTTP contract as a stranger reads it. Nothing of the product's own code is used. */
export interface Config {
  network: string
  rpc_url: string
  platform_address: string
  platform_fee_bps: number
  confirmations: number
  scripts: Record<string, ccc.ScriptInfoLike>
}

export interface Prepared {
  payment_id: number
  tx_hash: ccc.Hex
  raw_tx: ccc.Hex
  amount: string
  platform_fee: string
  network_fee: string
}

export interface Entry {
  receiver: string
  amount: string
  kind: "receiver" | "split" | "fee"
  status: string
  is_payed: boolean
  tx_hash: ccc.Hex | null
}

export interface Payment {
  id: number
  sender: string
  receiver: string
  amount: string
  network_fee: string
  status: string
  is_complete: boolean
  tx_hash: ccc.Hex
  accounts: Entry[]
}

export interface Account {
  pending: string
  available: string
  settling: string
  paid: string
  threshold: string
}

interface RpcCells {
  objects: { output: { capacity: string }; output_data: string }[]
}

/** Shannons of a decimal number of CKB without fraction digits beyond the eighth. */
export const ckb = (text: string): bigint => ccc.fixedPointFrom(text)

const basic = (password: string) => `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`

/** Long enough for a faucet or a payment to commit on a busy machine. */
const CHAIN_BOUND = { timeout: 60_000, intervals: [100, 250, 500] }

/** One running installation, seen through its HTTP API and through the node that it names. */
export class Platform {
  private constructor(
    readonly url: string,
    readonly config: Config,
  ) {}

  static async at(url: string): Promise<Platform> {
    const reply = await fetch(new URL("/api/config", url))
    expect(reply.status).toBe(200)
    return new Platform(url, (await reply.json()) as Config)
  }

  async get<T>(path: string): Promise<T> {
    const reply = await fetch(new URL(path, this.url))
    const text = await reply.text()
    expect(reply.status, `GET ${path}: ${text}`).toBe(200)
    return JSON.parse(text) as T
  }

  async post<T>(path: string, body: unknown, expected = 200, headers: Record<string, string> = {}): Promise<T> {
    const reply = await fetch(new URL(path, this.url), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    })
    const text = await reply.text()
    expect(reply.status, `POST ${path}: ${text}`).toBe(expected)
    return JSON.parse(text) as T
  }

  /** Calls the node that the platform names. */
  async rpc<T>(method: string, ...params: unknown[]): Promise<T> {
    const reply = await fetch(this.rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: 1, jsonrpc: "2.0", method, params }),
    })
    const { result, error } = (await reply.json()) as { result: T; error?: unknown }
    expect(error ?? null, method).toBeNull()
    return result
  }

  /** A CCC client of its own: its caches are not shared. */
  client(): ccc.Client {
    const scripts = { ...cccA.TESTNET_SCRIPTS, ...this.config.scripts }
    return new ccc.ClientPublicTestnet({ url: this.rpcUrl, fallbacks: [], scripts })
  }

  newSigner(): ccc.SignerCkbPrivateKey {
    return new ccc.SignerCkbPrivateKey(this.client(), `0x${randomBytes(32).toString("hex")}`)
  }

  /** An address that has never received anything. */
  async newAddress(): Promise<string> {
    return this.newSigner().getRecommendedAddress()
  }

  /** An address under an anyone-can-pay lock (RFC 0026) that has never received anything. */
  async anyoneCanPayAddress(): Promise<string> {
    const { script } = await this.newSigner().getRecommendedAddressObj()
    const client = this.client()
    return (await ccc.Address.fromKnownScript(client, ccc.KnownScript.AnyoneCanPay, script.args)).toString()
  }

  /** The operator's view, by HTTP Basic. */
  async asOperator<T>(path: string, password: string): Promise<T> {
    const authorization = basic(password)
    const reply = await fetch(new URL(path, this.url), { headers: { authorization } })
    expect(reply.status, path).toBe(200)
    return (await reply.json()) as T
  }

  /** Makes so many blocks that there is a proof of solvency with all that is in one by now. */
  async proveSolvency(password: string): Promise<void> {
    const tip = Number(await this.rpc<string>("get_tip_block_number"))
    await this.post("/api/dev/mine", { blocks: 100 })
    await expect(async () => {
      const authorization = basic(password)
      await this.post("/api/jobs/prove-solvency/run", { reason: "now" }, 200, { authorization })
      const [newest] = await this.get<{ block_number: number }[]>("/api/solvency?limit=1")
      expect(newest?.block_number).toBeGreaterThanOrEqual(tip)
    }).toPass(CHAIN_BOUND)
  }

  /** Asks the faucet, and waits until the money can be spent. */
  async fund(address: string, shannons: bigint): Promise<void> {
    await this.post("/api/dev/faucet", { address, amount: shannons.toString() })
    await expect.poll(() => this.balance(address), CHAIN_BOUND).toBeGreaterThanOrEqual(shannons)
  }

  /** Prepares, signs and transfers. `prepareTransaction` must leave the hash. @returns what was sent */
  async pay(
    signer: ccc.Signer,
    order: {
      receiver?: string
      link?: string
      amount: bigint
      info?: string
      splits?: { receiver: string; bps: number }[]
    },
  ): Promise<{ prepared: Prepared; signed: ccc.Hex }> {
    const sender = await signer.getRecommendedAddress()
    const body = { ...order, sender, amount: order.amount.toString() }
    const prepared = await this.post<Prepared>("/api/payment/prepare", body, 201)
    const ready = await signer.prepareTransaction(ccc.Transaction.fromBytes(prepared.raw_tx))
    expect(ready.hash()).toBe(prepared.tx_hash)
    const signed = ccc.hexFrom((await signer.signOnlyTransaction(ready)).toBytes())
    await this.post("/api/payment/transfer", { payment_id: prepared.payment_id, raw_tx: signed })
    return { prepared, signed }
  }

  async confirmed(paymentId: number): Promise<Payment> {
    const read = () => this.get<Payment>(`/api/payment/${paymentId}`)
    await expect.poll(async () => (await read()).status, CHAIN_BOUND).toBe("confirmed")
    return read()
  }

  /** A transaction of the chain, with the cells that it spent. */
  async onChain(hash: string): Promise<{ tx: ccc.Transaction; spent: ccc.CellOutput[] }> {
    const client = this.client()
    const found = await client.getTransactionNoCache(hash)
    if (!found) throw new Error(`the node does not know ${hash}`)
    expect(found.status).toBe("committed")
    const tx = found.transaction
    const spent = await Promise.all(
      tx.inputs.map(async ({ previousOutput }) => {
        const maker = await client.getTransactionNoCache(previousOutput.txHash)
        const output = maker?.transaction.outputs[Number(previousOutput.index)]
        if (!output) throw new Error(`the node does not know the maker of an input of ${hash}`)
        return output
      }),
    )
    return { tx, spent }
  }

  /** Capacities of an address's live cells, in shannons. */
  async cells(address: string): Promise<bigint[]> {
    const lock = await this.lock(address)
    const search = {
      script: { code_hash: lock.codeHash, hash_type: lock.hashType, args: lock.args },
      script_type: "lock",
      script_search_mode: "exact",
    }
    const { objects } = await this.rpc<RpcCells>("get_cells", search, "asc", "0x64")
    return objects.map(({ output }) => BigInt(output.capacity))
  }

  async balance(address: string): Promise<bigint> {
    return (await this.cells(address)).reduce((total, capacity) => total + capacity, 0n)
  }

  async lock(address: string): Promise<ccc.Script> {
    return (await ccc.Address.fromString(address, this.client())).script
  }

  private get rpcUrl(): string {
    return new URL(this.config.rpc_url, this.url).toString()
  }
}
