import type { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import { ValidationError } from "@/lib/errors"
import { shannons } from "@/lib/money"
import { ckb } from "@/test/support/payment"
import type { Wallet } from "@/test/support/wallet"
import type { PrepareInput } from "./prepare"
import { bytes, FULL, PW_LOCK, prepareStage, SHORT } from "./prepare.fixture"

const MAINNET = "ckb1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jqfwyw5v"

/** Whom an input names. */
interface Named {
  /** The platform's address. */
  platform: string
  stranger: Wallet
  known(name: string, args: string): string
  addressOf(codeHash: string, args: string, hashType?: ccc.HashType): string
}

const it = prepareStage()

describe("parties that cannot pay or be paid are refused, and the field is named", () => {
  const cannotPay = /not supported/
  it.for<[string, string, RegExp, (named: Named) => Partial<PrepareInput>]>([
    ["a sender who is no address", "sender", /not a CKB address/, () => ({ sender: "hello" })],
    ["a receiver who is no address", "receiver", /not a CKB address/, () => ({ receiver: `${FULL}q` })],
    ["a sender of another network", "sender", /another network/, () => ({ sender: MAINNET })],
    ["a receiver of another network", "receiver", /another network/, () => ({ receiver: MAINNET })],
    [
      "a splitter of another network",
      "splits[0].receiver",
      /another network/,
      () => ({ splits: [{ receiver: MAINNET, bps: 1 }] }),
    ],
    [
      "a sender with impossible args",
      "sender",
      /20 bytes of args/,
      ({ known }) => ({ sender: known("Secp256k1Blake160", bytes(19)) }),
    ],
    [
      "a receiver with impossible args",
      "receiver",
      /impossible args/,
      ({ known }) => ({ receiver: known("Secp256k1Blake160", bytes(21)) }),
    ],
    [
      "a receiver with impossible Omnilock args",
      "receiver",
      /impossible args/,
      ({ known }) => ({ receiver: known("OmniLock", bytes(22, "99")) }),
    ],
    [
      "a receiver with a lock that nobody knows",
      "receiver",
      /unknown on this network/,
      ({ addressOf }) => ({ receiver: addressOf(bytes(32), bytes(20)) }),
    ],
    [
      "a receiver with a known lock's hash of another type",
      "receiver",
      /unknown on this network/,
      ({ addressOf }) => ({ receiver: addressOf(PW_LOCK, bytes(20), "data") }),
    ],
    [
      "a sender with a lock that nobody knows",
      "sender",
      /unknown on this network/,
      ({ addressOf }) => ({ sender: addressOf(bytes(32), bytes(20)) }),
    ],
    ["the platform as sender", "sender", /platform's own/, ({ platform }) => ({ sender: platform })],
    ["the platform as receiver", "receiver", /platform's own/, ({ platform }) => ({ receiver: platform })],
    [
      "the platform as splitter",
      "splits[0].receiver",
      /platform's own/,
      ({ platform }) => ({ splits: [{ receiver: platform, bps: 1 }] }),
    ],
    [
      "a splitter named twice",
      "splits[1].receiver",
      /twice/,
      () => ({
        splits: [
          { receiver: FULL, bps: 1 },
          { receiver: FULL, bps: 2 },
        ],
      }),
    ],
    [
      "a splitter named twice, spelt differently",
      "splits[2].receiver",
      /twice/,
      ({ stranger }) => ({
        splits: [
          { receiver: SHORT, bps: 1 },
          { receiver: stranger.address, bps: 1 },
          { receiver: FULL, amount: ckb("0.1") },
        ],
      }),
    ],
    ["a multisig sender", "sender", cannotPay, ({ known }) => ({ sender: known("Secp256k1Multisig", bytes(20)) })],
    ["an anyone-can-pay sender", "sender", cannotPay, ({ known }) => ({ sender: known("AnyoneCanPay", bytes(20)) })],
    ["a PW-lock sender", "sender", /PW-lock.*Omnilock/, ({ addressOf }) => ({ sender: addressOf(PW_LOCK, bytes(20)) })],
    [
      "an Omnilock sender of no wallet",
      "sender",
      cannotPay,
      ({ known }) => ({ sender: known("OmniLock", `0xfc${"5a".repeat(20)}00`) }),
    ],
    [
      "splits of more than everything",
      "splits",
      /10000 basis points/,
      ({ stranger }) => ({
        splits: [
          { receiver: FULL, bps: 9_999 },
          { receiver: stranger.address, bps: 2 },
        ],
      }),
    ],
    [
      "amounts above what the fee leaves",
      "splits",
      /1 shannons more/,
      () => ({ splits: [{ receiver: FULL, amount: shannons(ckb("1.98") + 1n) }] }),
    ],
  ])("%s", async ([_, path, message, input], { ctx, prepare, stranger, known, addressOf }) => {
    const refusal = prepare(stranger, input({ platform: ctx.chain.platform.address, stranger, known, addressOf }))
    await expect(refusal).rejects.toThrow(ValidationError)
    await expect(refusal).rejects.toMatchObject({ errors: [{ path, message: expect.stringMatching(message) }] })
  })

  it("before any cell is held for them", async ({ ctx }) => {
    expect(await ctx.db.platformCell.count({ where: { heldAt: { not: null } } })).toBe(0)
    expect(await ctx.db.payment.count()).toBe(0)
  })
})
