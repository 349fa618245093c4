import { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import { InvalidSignature, StateMismatch, ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { instanceStage } from "@/test/support/instance-stage"
import { beginSignIn } from "./begin"
import { finishSignIn } from "./finish"

const ORIGIN = "https://pay.example"

const test = instanceStage()
  .extend("wallet", ({ ctx }) => new ccc.SignerCkbPrivateKey(ctx.chain.client, `0x${"11".repeat(32)}`))
  .extend("address", ({ wallet }) => wallet.getRecommendedAddress())
  .extend("other", ({ ctx }) =>
    new ccc.SignerCkbPrivateKey(ctx.chain.client, `0x${"22".repeat(32)}`).getRecommendedAddress(),
  )
  .extend("signed", ({ ctx, wallet, address }) => async () => {
    const { nonce, message } = await beginSignIn(ctx, { address, origin: ORIGIN })
    return { address, nonce, origin: ORIGIN, message, ...(await wallet.signMessage(message)) }
  })

describe("signing in with a wallet", () => {
  test("says who owns the address, and the text names site, address, chain and time", async ({
    ctx,
    wallet,
    address,
    signed,
  }) => {
    const signature = await signed()
    const lines = signature.message.split("\n")
    expect(lines[0]).toBe("pay.example wants you to sign in with your Nervos CKB (development chain) account:")
    expect(lines[1]).toBe(address)
    expect(lines).toContain("URI: https://pay.example")
    expect(lines).toContain(`Chain ID: ckb:${ctx.chain.genesisHash.slice(2, 34)}`)
    expect(lines).toContain(`Nonce: ${signature.nonce}`)
    const { script } = await wallet.getRecommendedAddressObj()
    expect(await finishSignIn(ctx, signature)).toMatchObject({ address, lockHash: script.hash() })
  })

  test("works with any spelling of the address", async ({ ctx, address, signed }) => {
    const signature = await signed()
    expect(await finishSignIn(ctx, { ...signature, address: address.toUpperCase() })).toMatchObject({ address })
  })

  test("works once, also for two at the same time", async ({ ctx, signed }) => {
    const signature = await signed()
    const attempts = await Promise.allSettled([1, 2, 3].map(() => finishSignIn(ctx, signature)))
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    await expect(finishSignIn(ctx, signature)).rejects.toThrow(StateMismatch)
  })

  test("uses its nonce up by a wrong signature too", async ({ ctx, wallet, signed }) => {
    const signature = await signed()
    const wrong = { ...signature, signature: (await wallet.signMessage("another text")).signature }
    await expect(finishSignIn(ctx, wrong)).rejects.toThrow(InvalidSignature)
    await expect(finishSignIn(ctx, signature)).rejects.toThrow(StateMismatch)
  })

  test("does not work with a nonce that was never given out", async ({ ctx, signed }) => {
    await expect(finishSignIn(ctx, { ...(await signed()), nonce: "0".repeat(32) })).rejects.toThrow(StateMismatch)
  })

  test("does not work after five minutes", async ({ ctx, signed }) => {
    const signature = await signed()
    await ctx.db
      .$executeRaw`UPDATE sign_in SET expires_at = expires_at - interval '300 seconds' WHERE nonce = ${signature.nonce}`
    await expect(finishSignIn(ctx, signature)).rejects.toThrow(StateMismatch)
  })

  type Change = (other: string) => Partial<Parameters<typeof finishSignIn>[1]>
  test.for<[string, Change]>([
    ["site", () => ({ origin: "https://evil.example" })],
    ["port of this host", () => ({ origin: "https://pay.example:444" })],
    ["address", (address) => ({ address })],
  ])("for another %s does not work", async ([_, change], { ctx, other, signed }) => {
    await expect(finishSignIn(ctx, { ...(await signed()), ...change(other) })).rejects.toThrow(InvalidSignature)
  })

  test("for another chain does not work", async ({ ctx, signed }) => {
    const genesisHash: Hex = `0x${"cd".repeat(32)}`
    const elsewhere: Context = { ...ctx, chain: { ...ctx.chain, genesisHash } }
    await expect(finishSignIn(elsewhere, await signed())).rejects.toThrow(InvalidSignature)
  })

  test("is not for addresses of another network, or with owners who cannot be recognized", async ({ ctx, wallet }) => {
    const multisig = await ccc.Address.fromKnownScript(
      ctx.chain.client,
      ccc.KnownScript.Secp256k1Multisig,
      `0x${"00".repeat(20)}`,
    )
    const { script } = await wallet.getRecommendedAddressObj()
    const mainnet = ccc.Address.from({ script, prefix: "ckb" })
    for (const text of [multisig, mainnet]) {
      const begun = beginSignIn(ctx, { address: text.toString(), origin: ORIGIN })
      await expect(begun).rejects.toThrow(ValidationError)
    }
  })

  test("never signs what a lock would take for a transaction", async ({ signed }) => {
    const { message } = await signed()
    // Omnilock's texts (EVM, Bitcoin), which both end with the 64 digits of a hash; the old EVM one and JoyID's are
    // bare hashes.
    const longest = `CKB (Bitcoin Layer) transaction: 0x${"0".repeat(64)}`
    expect(message).not.toMatch(/^CKB /)
    expect(message.length).toBeGreaterThan(longest.length)
  })
})
