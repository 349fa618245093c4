import { describe, type TestAPI, test } from "vitest"
import { type ChainOptions, startDevnet, type TestChain, testChains } from "./chain"
import { type PlatformOptions, startPlatform, type TestPlatform } from "./context"
import type { Ending } from "./database-stage"
import { ckb } from "./payment"
import { createWallet, type Wallet } from "./wallet"

type ChainKind = (typeof testChains)[number]

interface StageOptions extends PlatformOptions, ChainOptions {
  /** A cell of the sender for each amount of CKB. */
  senderHas?: string[]
  /** A cell of the receiver for each amount of CKB, none when absent. */
  receiverHas?: string[]
}

/**
 * What a test stands on: one chain, one platform and the same people for all tests of a file. Each begins when the
 * first test asks for it, and what nobody asks for never does; all end with the file, the last one first.
 *
 * Extend a stage once, at the top of the file: what is extended a second time begins a chain of its own.
 */
export function sharedStage(options: StageOptions = {}) {
  const { platform, ctx, walletWith, sender, receiver } = fixtures(options)
  return chainStage(options)
    .extend("platform", { scope: "file" }, platform)
    .extend("ctx", { scope: "file" }, ctx)
    .extend("walletWith", { scope: "file" }, walletWith)
    .extend("sender", { scope: "file" }, sender)
    .extend("receiver", { scope: "file" }, receiver)
    .extend("newPlatform", newPlatform)
}

/** The same with a platform and people of each test's own, on one chain for all tests of the file. */
export function freshStage(options: StageOptions = {}) {
  const { platform, ctx, walletWith, sender, receiver } = fixtures(options)
  return chainStage(options)
    .extend("platform", platform)
    .extend("ctx", ctx)
    .extend("walletWith", walletWith)
    .extend("sender", sender)
    .extend("receiver", receiver)
    .extend("newPlatform", newPlatform)
}

/**
 * Declares the same tests for each chain, each on a stage of its own. Where no ckb node is found, its tests count as
 * skipped.
 */
export function describeOnEachStage<C extends { chainKind: ChainKind }>(
  title: string,
  stage: TestAPI<C>,
  tests: (it: TestAPI<C>) => void,
): void {
  for (const kind of testChains) {
    // Not within the describe: what lives as long as the file can only be declared at its top.
    const it = (stage as unknown as TestAPI).extend("chainKind", { scope: "file" }, kind) as unknown as TestAPI<C>
    describe.skipIf(!kind.available)(`${title} [${kind.name}]`, () => tests(it))
  }
}

const DEVNET: ChainKind = { name: "devnet", available: true, start: startDevnet }

/** What a test of chain code stands on: one chain for all tests of a file, and no platform. */
export function chainStage(options: ChainOptions = {}) {
  return test
    .extend("chainKind", { scope: "file" }, DEVNET)
    .extend("chain", { scope: "file" }, async ({ chainKind }, { onCleanup }) => {
      const chain = await chainKind.start(options)
      onCleanup(() => chain.stop())
      return chain
    })
}

interface OnChain {
  chain: TestChain
}
interface OnPlatform extends OnChain {
  platform: TestPlatform
}
interface WithWallets {
  walletWith(...cells: (string | bigint)[]): Promise<Wallet>
}

function fixtures({ senderHas = ["500"], receiverHas = [], ...options }: StageOptions) {
  return {
    platform: async ({ chain }: OnChain, { onCleanup }: Ending) => {
      const platform = await startPlatform(chain, options)
      onCleanup(() => platform.stop())
      return platform
    },
    ctx: ({ platform }: { platform: TestPlatform }) => platform.ctx,
    /** A new wallet with a cell of each of these amounts, in CKB or in shannons, which the platform knows of. */
    walletWith:
      ({ chain, platform }: OnPlatform) =>
      async (...cells: (string | bigint)[]) => {
        const wallet = await createWallet(chain)
        const inShannons = cells.map((cell) => (typeof cell === "string" ? ckb(cell) : cell))
        if (cells.length > 0)
          await chain.fundMany(inShannons.map((shannons) => ({ address: wallet.address, shannons })))
        await platform.follow()
        return wallet
      },
    sender: ({ walletWith }: WithWallets) => walletWith(...senderHas),
    receiver: ({ walletWith }: WithWallets) => walletWith(...receiverHas),
  }
}

/** Starts one more platform on the chain, which ends with the test. */
async function newPlatform({ chain }: OnChain, { onCleanup }: Ending) {
  const started: TestPlatform[] = []
  onCleanup(async () => {
    for (const platform of started.reverse()) await platform.stop()
  })
  return async (options: PlatformOptions) => {
    const platform = await startPlatform(chain, options)
    started.push(platform)
    return platform
  }
}
