import { ckb, type Prepared } from "./platform"
import { expect, test } from "./test"

const AMOUNT = ckb("2")

/** A stranger's program, with only CCC and the HTTP contract, on either chain. */
export function strangersPayment(): void {
  test("a stranger's program pays 2 CKB to three parties, exact to the shannon on chain and in the books", async ({
    platform,
  }) => {
    const signer = platform.newSigner()
    const sender = await signer.getRecommendedAddress()
    await platform.fund(sender, ckb("100"))
    const [receiver, half, rest] = [
      await platform.newAddress(),
      await platform.newAddress(),
      await platform.newAddress(),
    ]
    const splits = [
      { receiver: half, bps: 5_000 },
      { receiver: rest, bps: 3_333 },
    ]
    const { prepared, signed } = await platform.pay(signer, { receiver, amount: AMOUNT, splits })
    const payment = await platform.confirmed(prepared.payment_id)

    expect(payment).toMatchObject({ sender, receiver, is_complete: true, tx_hash: prepared.tx_hash })
    expect(payment.accounts.reduce((total, { amount }) => total + BigInt(amount), 0n)).toBe(AMOUNT)
    // Of 1.98 CKB: 5,000 and 3,333 basis points, each rounded down; what that leaves is the receiver's.
    const shares = Object.fromEntries(
      payment.accounts.map((entry) => [`${entry.kind} ${entry.receiver}`, entry.amount]),
    )
    expect(shares).toEqual({
      [`fee ${platform.config.platform_address}`]: "2000000",
      [`receiver ${receiver}`]: "33006600",
      [`split ${half}`]: "99000000",
      [`split ${rest}`]: "65993400",
    })

    const { tx, spent } = await platform.onChain(prepared.tx_hash)
    expect([tx.inputs.length, tx.outputs.length]).toEqual([2, 2])
    const grownBy = async (address: string) => {
      const lock = await platform.lock(address)
      const sum = (cells: typeof spent) =>
        cells.filter((cell) => cell.lock.eq(lock)).reduce((total, { capacity }) => total + capacity, 0n)
      return sum(tx.outputs) - sum(spent)
    }
    expect(await grownBy(platform.config.platform_address)).toBe(AMOUNT)
    expect(await grownBy(sender)).toBe(-AMOUNT - BigInt(prepared.network_fee))
    expect(await platform.balance(sender)).toBe(ckb("98") - BigInt(prepared.network_fee))

    const again = await Promise.all(
      [1, 2].map(() => platform.post("/api/payment/transfer", { payment_id: prepared.payment_id, raw_tx: signed })),
    )
    const reply = { payment_id: prepared.payment_id, tx_hash: prepared.tx_hash, status: "confirmed" }
    expect(again).toEqual([reply, reply])
    expect(await platform.balance(sender)).toBe(ckb("98") - BigInt(prepared.network_fee))
  })

  test("a signature of somebody else moves nothing", async ({ platform }) => {
    const signer = platform.newSigner()
    const sender = await signer.getRecommendedAddress()
    await platform.fund(sender, ckb("100"))
    const order = { sender, receiver: await platform.newAddress(), amount: AMOUNT.toString() }
    const prepared = await platform.post<Prepared>("/api/payment/prepare", order, 201)
    const unsigned = { payment_id: prepared.payment_id, raw_tx: prepared.raw_tx }
    expect(await platform.post("/api/payment/transfer", unsigned, 422)).toMatchObject({ code: "INVALID_SIGNATURE" })
    expect(await platform.get(`/api/payment/${prepared.payment_id}`)).toMatchObject({ status: "prepared" })
    expect(await platform.balance(sender)).toBe(ckb("100"))
  })
}
