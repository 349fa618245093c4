import { expect, vi } from "vitest"
import { loadConfig } from "@/lib/config"
import { ValidationError } from "@/lib/errors"
import { environment } from "@/test/support/environment"
import { ckb } from "@/test/support/payment"
import { chainStage, describeOnEachStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { createChain } from "./chain"
import { faucet, mine } from "./faucet"

const CALLS = 60

const stage = chainStage()
  .extend("connect", { scope: "file" }, ({ chain }) => (create = createChain) => {
    const CKB_SCRIPTS = JSON.stringify(chain.scripts)
    return create(loadConfig({ ...environment("postgresql://unused/", chain.rpcUrl), CKB_SCRIPTS }))
  })
  /** The chain as the platform sees it. */
  .extend("own", { scope: "file" }, ({ connect }) => connect())
  .extend("wallet", ({ chain }) => createWallet(chain))
  .extend(
    "statusOf",
    ({ chain }) =>
      async (txHash: string) =>
        (await chain.rpc<{ tx_status: { status: string } }>("get_transaction", txHash)).tx_status.status,
  )
  .extend(
    "tip",
    ({ chain }) =>
      () =>
        chain.rpc<string>("get_tip_block_number"),
  )

describeOnEachStage("the faucet", stage, (it) => {
  it("pays sixty times in a row without a block between them, and all of them commit", async ({
    chain,
    own,
    wallet,
    statusOf,
    tip,
  }) => {
    // The first call of a process may have to find out where the money is.
    await chain.commit((await faucet(own, { address: wallet.address, amount: ckb("61") })).txHash)
    const before = await tip()
    const hashes: string[] = []
    for (let i = 0; i < CALLS; i++) {
      hashes.push((await faucet(own, { address: wallet.address, amount: ckb("61") })).txHash)
    }
    expect(new Set(hashes).size).toBe(CALLS)
    expect(await tip()).toBe(before)

    await chain.commit(hashes.at(-1) ?? "")
    for (const hash of hashes) expect(await statusOf(hash)).toBe("committed")
    expect(await wallet.balance()).toBe(BigInt(CALLS + 1) * ckb("61"))
  })

  it("pays all who ask at the same instant", async ({ chain, own, wallet }) => {
    const sent = await Promise.all(
      Array.from({ length: 20 }, () => faucet(own, { address: wallet.address, amount: ckb("100") })),
    )
    for (const { txHash } of sent) await chain.commit(txHash)
    expect(await wallet.balance()).toBe(20n * ckb("100"))
  })

  it("goes on when its last transaction was forgotten, which it then has to make anew", async ({
    chain,
    own,
    wallet,
  }) => {
    await faucet(own, { address: wallet.address, amount: ckb("61") })
    await chain.rpc("clear_tx_pool")
    const { txHash } = await faucet(own, { address: wallet.address, amount: ckb("62") })
    await chain.commit(txHash)
    expect(await wallet.balance()).toBe(ckb("62"))
  })

  it("goes on when somebody else has spent its money", async ({ chain, connect, own, wallet }) => {
    // Another process: modules of its own.
    vi.resetModules()
    const elsewhere = { ...(await import("./faucet")), ...(await import("./chain")) }
    await faucet(own, { address: wallet.address, amount: ckb("61") })
    await mine(own, 4)
    await elsewhere.faucet(await connect(elsewhere.createChain), { address: wallet.address, amount: ckb("62") })
    const { txHash } = await faucet(own, { address: wallet.address, amount: ckb("63") })
    await chain.commit(txHash)
    expect(await wallet.balance()).toBe(ckb("186"))
  })

  it("pays exactly what was asked, from the least that a cell may hold to 100,000 CKB", async ({ chain, own }) => {
    for (const amount of [ckb("61"), ckb("61.00000001"), ckb("100000")]) {
      const wallet = await createWallet(chain)
      await chain.commit((await faucet(own, { address: wallet.address, amount })).txHash)
      expect(await wallet.balance()).toBe(amount)
    }
  })

  it.for<[string, string, RegExp]>([
    ["less than a cell of the address can hold", "60.99999999", /at least 61 CKB/],
    ["more than 100,000 CKB", "100000.00000001", /At most 100000 CKB/],
  ])("refuses %s", async ([_, amount, message], { own, wallet }) => {
    await expect(faucet(own, { address: wallet.address, amount: ckb(amount) })).rejects.toThrow(message)
    await expect(faucet(own, { address: wallet.address, amount: ckb(amount) })).rejects.toThrow(ValidationError)
  })

  it("refuses what is no address, and pays the next one", async ({ own, wallet }) => {
    await expect(faucet(own, { address: "hello", amount: ckb("61") })).rejects.toThrow(ValidationError)
    await expect(faucet(own, { address: wallet.address, amount: ckb("61") })).resolves.toBeDefined()
  })

  it("makes as many blocks as were asked for", async ({ own, tip }) => {
    const before = BigInt(await tip())
    expect(await mine(own, 25)).toEqual({ tip: before + 25n })
    expect(BigInt(await tip())).toBe(before + 25n)
  })
})
