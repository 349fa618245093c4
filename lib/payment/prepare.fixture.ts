import { ccc } from "@ckb-ccc/core"
import { startPlatform } from "@/test/support/context"
import { ckb } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import type { Wallet } from "@/test/support/wallet"
import { type PrepareInput, preparePayment } from "./prepare"

/** PW lock of the test network, which the chain here is told of, so that it has a name. */
export const PW_LOCK = "0x58c5f491aba6d61678b7cf7edf4910b1f5e00ec0cde2f42e0abb4fd9aff25a63"
/** One lock in the canonical and in the deprecated short form (RFC 0021). */
export const FULL = "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqdnnw7qkdnnclfkg59uzn8umtfd2kwxceqgutnjd"
export const SHORT = "ckt1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jq5t63cs"

/**
 * What tests of preparing stand on: a payment of 2 CKB unless they say otherwise, and addresses of locks by their
 * names.
 */
export function prepareStage() {
  return sharedStage()
    .override("platform", async ({ chain }, { onCleanup }) => {
      const scripts = { ...chain.scripts, PWLock: { ...chain.scripts.OmniLock, codeHash: PW_LOCK } }
      const platform = await startPlatform(chain, { env: { CKB_SCRIPTS: JSON.stringify(scripts) } })
      onCleanup(() => platform.stop())
      // What the chain's own transactions pay would change it between two payments that are compared.
      platform.ctx.chain = { ...platform.ctx.chain, feeRate: async () => 1_500n }
      return platform
    })
    .extend("stranger", { scope: "file" }, ({ walletWith }) => walletWith())
    .extend(
      "prepare",
      ({ platform, receiver }) =>
        (sender: Wallet, input: Partial<PrepareInput> = {}, on = platform) => {
          const standard = { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] }
          return preparePayment(on.ctx, { ...standard, ...input })
        },
    )
    .extend(
      "addressOf",
      ({ chain }) =>
        (codeHash: string, args: string, hashType: ccc.HashType = "type") =>
          ccc.Address.fromScript(ccc.Script.from({ codeHash, hashType, args }), chain.client()).toString(),
    )
    .extend(
      "known",
      ({ chain, addressOf }) =>
        (name: string, args: string) =>
          addressOf(chain.scripts[name]?.codeHash ?? "", args),
    )
}

export const bytes = (length: number, byte = "5a") => `0x${byte.repeat(length)}`
