import { expect, test } from "./test"

const POOL_CELLS = 32

interface Pool {
  summary: { free: { cells: number } }
}

/** What a new installation answers, on either chain. */
export function newInstallation(): void {
  test("a new installation has no payment and a pool to pay with", async ({ request, platform, password }) => {
    const payments = await request.get("/api/payment/all")
    expect(payments.status()).toBe(200)
    expect(await payments.text()).toBe("[]")
    expect((await request.get("/api/health")).status()).toBe(200)
    // A follower that has just begun reads the chain first.
    await expect.poll(async () => (await request.get("/api/ready")).status(), { timeout: 30_000 }).toBe(200)
    const lendable = async () => (await platform.asOperator<Pool>("/api/pool", password)).summary.free.cells
    await expect.poll(lendable, { timeout: 60_000 }).toBeGreaterThanOrEqual(POOL_CELLS)
  })
}
