import { ccc } from "@ckb-ccc/core"
import { expect, it } from "vitest"
import { offlineClient } from "./offline.fixture"
import { checkPayable } from "./payable"

const client = offlineClient()
const ID = "ab".repeat(20)
const HASH = "cd".repeat(32)
/** Little-endian, so the flags of a since are its last byte. */
const since = (flags: string) => `00000000000000${flags}`

const { AnyoneCanPay, JoyId, NostrLock, OmniLock, PWLock, Secp256k1Blake160, Secp256k1Multisig, Secp256k1MultisigV2 } =
  ccc.KnownScript

it.each<[ccc.KnownScript, string, string]>([
  [Secp256k1Blake160, `0x${ID}`, "secp256k1"],
  [Secp256k1Multisig, `0x${ID}`, "multisig"],
  [Secp256k1Multisig, `0x${ID}${since("00")}`, "multisig"],
  [Secp256k1MultisigV2, `0x${ID}`, "multisig"],
  [Secp256k1MultisigV2, `0x${ID}${since("a0")}`, "multisig"],
  [AnyoneCanPay, `0x${ID}`, "anyone-can-pay"],
  [AnyoneCanPay, `0x${ID}08`, "anyone-can-pay"],
  [AnyoneCanPay, `0x${ID}0800`, "anyone-can-pay"],
  ...["00", "01", "02", "03", "04", "05", "06", "12", "fc", "fd", "fe"].map(
    (flag): [ccc.KnownScript, string, string] => [OmniLock, `0x${flag}${ID}00`, "Omnilock"],
  ),
  [OmniLock, `0x12${ID}01${HASH}`, "Omnilock"],
  [OmniLock, `0x12${ID}020800`, "Omnilock"],
  [OmniLock, `0x12${ID}04${since("40")}`, "Omnilock"],
  [OmniLock, `0x12${ID}08${HASH}`, "Omnilock"],
  [OmniLock, `0x12${ID}0f${HASH}0800${since("40")}${HASH}`, "Omnilock"],
  [JoyId, `0x0001${ID}`, "JoyID"],
  [JoyId, `0x0002${ID}`, "JoyID"],
  [JoyId, `0x0003${ID}`, "JoyID"],
  [PWLock, `0x${ID}`, "PW lock"],
  [NostrLock, `0x00${ID}`, "Nostr"],
])("%s %s is payable", async (name, args, label) => {
  const lock = await ccc.Script.fromKnownScript(client, name, args)
  expect(await checkPayable(lock, client)).toEqual({ ok: true, name: label })
})

it.each([
  [Secp256k1Blake160, "0x"],
  [Secp256k1Blake160, `0x${ID.slice(2)}`],
  [Secp256k1Blake160, `0x${ID}00`],
  [Secp256k1Multisig, "0x"],
  [Secp256k1Multisig, `0x${ID}00`],
  [Secp256k1Multisig, `0x${ID}${since("01")}`],
  [Secp256k1MultisigV2, `0x${ID}${since("60")}`],
  [Secp256k1MultisigV2, `0x${ID}${since("00")}00`],
  [AnyoneCanPay, `0x${ID.slice(2)}`],
  [AnyoneCanPay, `0x${ID}000000`],
  [OmniLock, "0x"],
  [OmniLock, `0x12${ID}`],
  [OmniLock, `0x12${ID}0000`],
  [OmniLock, `0x07${ID}00`],
  [OmniLock, `0x13${ID}00`],
  [OmniLock, `0xff${ID}00`],
  [OmniLock, `0x12${ID}10`],
  [OmniLock, `0x12${ID}01`],
  [OmniLock, `0x12${ID}01${HASH}00`],
  [OmniLock, `0x12${ID}0208`],
  [OmniLock, `0x12${ID}04${since("61")}`],
  [OmniLock, `0x12${ID}06${since("00")}`],
  [OmniLock, `0x12${ID}0e0800${since("1f")}${HASH}`],
  [JoyId, `0x${ID}`],
  [JoyId, `0x0000${ID}`],
  [JoyId, `0x0004${ID}`],
  [JoyId, `0x0101${ID}`],
  [JoyId, `0x0001${ID}00`],
  [PWLock, `0x${ID}00`],
  [NostrLock, `0x${ID}`],
  [NostrLock, `0x18${"00".repeat(20)}`],
])("%s %s is not: its args are impossible", async (name, args) => {
  const lock = await ccc.Script.fromKnownScript(client, name, args)
  expect(await checkPayable(lock, client)).toMatchObject({
    ok: false,
    reason: expect.stringContaining("impossible args"),
  })
})

it("locks without an owner, type scripts and unknown code are not payable", async () => {
  const { AlwaysSuccess, SingleUseLock, TimeLock, NervosDao, XUdt, COTA } = ccc.KnownScript
  const locks = await Promise.all(
    [AlwaysSuccess, SingleUseLock, TimeLock, NervosDao, XUdt, COTA].map((name) =>
      ccc.Script.fromKnownScript(client, name, `0x${ID}`),
    ),
  )
  locks.push(ccc.Script.from({ codeHash: `0x${HASH}`, hashType: "type", args: `0x${ID}` }))
  const secp = await ccc.Script.fromKnownScript(client, Secp256k1Blake160, `0x${ID}`)
  locks.push(ccc.Script.from({ ...secp, hashType: "data" }))
  for (const lock of locks) {
    expect(await checkPayable(lock, client)).toMatchObject({ ok: false, reason: expect.stringContaining("unknown") })
  }
})
