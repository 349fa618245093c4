import { ccc } from "@ckb-ccc/core"
import { expect, it } from "vitest"
import { offlineClient, secpWallet } from "./offline.fixture"
import { knownSender } from "./payment.fixture"
import { placeholderWitness, senderLockFor } from "./sender"

const client = offlineClient()
const ID = "ab".repeat(20)
const script = (name: ccc.KnownScript, args: string) => ccc.Script.fromKnownScript(client, name, args)

it.each([
  [ccc.KnownScript.Secp256k1Blake160, `0x${ID}`, "secp256k1", 65],
  [ccc.KnownScript.OmniLock, `0x12${ID}00`, "omnilock-evm", 85],
  [ccc.KnownScript.OmniLock, `0x01${ID}00`, "omnilock-evm-legacy", 85],
  [ccc.KnownScript.OmniLock, `0x04${ID}00`, "omnilock-btc", 85],
  [ccc.KnownScript.JoyId, `0x0001${ID}`, "joyid", 1000],
])("%s %s can pay", async (name, args, kind, size) => {
  const lock = await knownSender(await script(name, args), client)
  expect(lock).toMatchObject({ kind, knownScripts: [name], witnessLockSize: size })
  expect(ccc.WitnessArgs.fromBytes(placeholderWitness(lock))).toEqual(
    ccc.WitnessArgs.from({ lock: `0x${"00".repeat(size)}` }),
  )
})

it.each<[ccc.KnownScript, string, string]>([
  [ccc.KnownScript.Secp256k1Blake160, "0x", "20 bytes"],
  [ccc.KnownScript.Secp256k1Blake160, `0x${ID}00`, "20 bytes"],
  [ccc.KnownScript.Secp256k1Blake160, `0x${ID.slice(2)}`, "20 bytes"],
  [ccc.KnownScript.OmniLock, `0x12${ID}`, "Omnilock"],
  [ccc.KnownScript.OmniLock, `0x12${ID}0000`, "Omnilock"],
  [ccc.KnownScript.OmniLock, `0x12${ID}01${"00".repeat(32)}`, "Omnilock"],
  [ccc.KnownScript.OmniLock, `0x12${ID}020000`, "Omnilock"],
  [ccc.KnownScript.OmniLock, `0x12${ID}04${"00".repeat(8)}`, "Omnilock"],
  [ccc.KnownScript.OmniLock, `0x12${ID}10`, "Omnilock"],
  ...["00", "02", "03", "05", "06", "13", "fc", "fd", "fe"].map((flag): [ccc.KnownScript, string, string] => [
    ccc.KnownScript.OmniLock,
    `0x${flag}${ID}00`,
    "Omnilock",
  ]),
  [ccc.KnownScript.JoyId, `0x0002${ID}`, "P-256"],
  [ccc.KnownScript.JoyId, `0x0003${ID}`, "P-256"],
  [ccc.KnownScript.JoyId, `0x0001${ID}00`, "P-256"],
  [ccc.KnownScript.JoyId, `0x${ID}`, "P-256"],
  [ccc.KnownScript.PWLock, `0x${ID}`, "PW-lock"],
  [ccc.KnownScript.NostrLock, `0x00${ID}`, "Nostr"],
  [ccc.KnownScript.AnyoneCanPay, `0x${ID}`, "anyone-can-pay"],
  [ccc.KnownScript.Secp256k1Multisig, `0x${ID}`, "multisig"],
  [ccc.KnownScript.Secp256k1MultisigV2, `0x${ID}`, "multisig"],
  [ccc.KnownScript.AlwaysSuccess, "0x", "unknown"],
  [ccc.KnownScript.NervosDao, "0x", "unknown"],
])("%s %s cannot pay, and is told why", async (name, args, reason) => {
  expect(await senderLockFor(await script(name, args), client)).toEqual({
    kind: "unsupported",
    reason: expect.stringContaining(reason),
  })
})

it("a known code hash under another hash type is another lock", async () => {
  const lock = await script(ccc.KnownScript.Secp256k1Blake160, `0x${ID}`)
  const data = ccc.Script.from({ ...lock, hashType: "data1" })
  expect(await senderLockFor(data, client)).toMatchObject({ kind: "unsupported" })
})

it("a script that the network lacks is unknown there, and stops nothing else", async () => {
  const { [ccc.KnownScript.Secp256k1Blake160]: secp } = (client as ccc.ClientPublicTestnet).scripts
  const small = new ccc.ClientPublicTestnet({
    url: "http://offline.invalid",
    fallbacks: [],
    scripts: { [ccc.KnownScript.Secp256k1Blake160]: secp } as ccc.ClientPublicTestnet["scripts"],
  })
  const { script: known } = await secpWallet(client).getRecommendedAddressObj()
  expect(await senderLockFor(known, small)).toMatchObject({ kind: "secp256k1" })
  const omnilock = await script(ccc.KnownScript.OmniLock, `0x12${ID}00`)
  expect(await senderLockFor(omnilock, small)).toMatchObject({
    kind: "unsupported",
    reason: expect.stringContaining("unknown"),
  })
})

it("changing the script afterwards does not change whom the verifier expects", async () => {
  const { script: mine } = await secpWallet(client).getRecommendedAddressObj()
  const lock = await knownSender(mine, client)
  const tx = ccc.Transaction.from({
    inputs: [
      {
        previousOutput: { txHash: `0x${"00".repeat(32)}`, index: 0 },
        cellOutput: { lock: mine.clone() },
        outputData: "0x",
      },
    ],
    witnesses: [placeholderWitness(lock)],
  })
  const witness = (await secpWallet(client).signOnlyTransaction(tx.clone())).witnesses[0] ?? "0x"
  mine.args = `0x${ID}`
  expect(lock.verify(tx, 0, witness)).toEqual({ ok: true })
})
