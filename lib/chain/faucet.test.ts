import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { loadConfig } from "@/lib/config"
import { ValidationError } from "@/lib/errors"
import { environment } from "@/lib/jobs/bench.fixture"
import { describeOnEachChain, type TestChain } from "@/test/support/chain"
import { ckb } from "@/test/support/payment"
import { createWallet } from "@/test/support/wallet"
import { type Chain, createChain } from "./chain"
import { faucet, mine } from "./faucet"

const CALLS = 60

describeOnEachChain("the faucet", (kind) => {
  let test: TestChain
  let chain: Chain

  beforeAll(async () => {
    test = await kind.start()
    chain = await connect()
  })
  afterAll(() => test.stop())

  const connect = (create = createChain) =>
    create(
      loadConfig({ ...environment("postgresql://unused/", test.rpcUrl), CKB_SCRIPTS: JSON.stringify(test.scripts) }),
    )
  const statusOf = async (txHash: string) =>
    (await test.rpc<{ tx_status: { status: string } }>("get_transaction", txHash)).tx_status.status
  const tip = () => test.rpc<string>("get_tip_block_number")

  it("pays sixty times in a row without a block between them, and all of them commit", {
    timeout: 60_000,
  }, async () => {
    const wallet = await createWallet(test)
    // The first call of a process may have to find out where the money is.
    await test.commit((await faucet(chain, { address: wallet.address, amount: ckb("61") })).txHash)
    const before = await tip()
    const hashes: string[] = []
    for (let i = 0; i < CALLS; i++) {
      hashes.push((await faucet(chain, { address: wallet.address, amount: ckb("61") })).txHash)
    }
    expect(new Set(hashes).size).toBe(CALLS)
    expect(await tip()).toBe(before)

    await test.commit(hashes.at(-1) ?? "")
    for (const hash of hashes) expect(await statusOf(hash)).toBe("committed")
    expect(await wallet.balance()).toBe(BigInt(CALLS + 1) * ckb("61"))
  })

  it("pays all who ask at the same instant", async () => {
    const wallet = await createWallet(test)
    const sent = await Promise.all(
      Array.from({ length: 20 }, () => faucet(chain, { address: wallet.address, amount: ckb("100") })),
    )
    for (const { txHash } of sent) await test.commit(txHash)
    expect(await wallet.balance()).toBe(20n * ckb("100"))
  })

  it("goes on when its last transaction was forgotten, which it then has to make anew", async () => {
    const wallet = await createWallet(test)
    await faucet(chain, { address: wallet.address, amount: ckb("61") })
    await test.rpc("clear_tx_pool")
    const { txHash } = await faucet(chain, { address: wallet.address, amount: ckb("62") })
    await test.commit(txHash)
    expect(await wallet.balance()).toBe(ckb("62"))
  })

  it("goes on when somebody else has spent its money", async () => {
    const wallet = await createWallet(test)
    // Another process: modules of its own.
    vi.resetModules()
    const elsewhere = { ...(await import("./faucet")), ...(await import("./chain")) }
    await faucet(chain, { address: wallet.address, amount: ckb("61") })
    await mine(chain, 4)
    await elsewhere.faucet(await connect(elsewhere.createChain), { address: wallet.address, amount: ckb("62") })
    const { txHash } = await faucet(chain, { address: wallet.address, amount: ckb("63") })
    await test.commit(txHash)
    expect(await wallet.balance()).toBe(ckb("186"))
  })

  it("pays exactly what was asked, from the least that a cell may hold to 100,000 CKB", async () => {
    for (const amount of [ckb("61"), ckb("61.00000001"), ckb("100000")]) {
      const wallet = await createWallet(test)
      await test.commit((await faucet(chain, { address: wallet.address, amount })).txHash)
      expect(await wallet.balance()).toBe(amount)
    }
  })

  it.each([
    ["less than a cell of the address can hold", "60.99999999", /at least 61 CKB/],
    ["more than 100,000 CKB", "100000.00000001", /At most 100000 CKB/],
  ])("refuses %s", async (_, amount, message) => {
    const { address } = await createWallet(test)
    await expect(faucet(chain, { address, amount: ckb(amount) })).rejects.toThrow(message)
    await expect(faucet(chain, { address, amount: ckb(amount) })).rejects.toThrow(ValidationError)
  })

  it("refuses what is no address, and pays the next one", async () => {
    const wallet = await createWallet(test)
    await expect(faucet(chain, { address: "hello", amount: ckb("61") })).rejects.toThrow(ValidationError)
    await expect(faucet(chain, { address: wallet.address, amount: ckb("61") })).resolves.toBeDefined()
  })

  it("makes as many blocks as were asked for", async () => {
    const before = BigInt(await tip())
    expect(await mine(chain, 25)).toEqual({ tip: before + 25n })
    expect(BigInt(await tip())).toBe(before + 25n)
  })
})
