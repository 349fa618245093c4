import { ccc } from "@ckb-ccc/core"
import { expect, test } from "vitest"
import type { Hex } from "@/lib/hex"
import { shannons } from "@/lib/money"
import { anchorWitness, type Manifest, manifestHash, manifestText, readAnchor } from "./manifest"
import { createSigner } from "./signer"

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`
const KEY = Uint8Array.from({ length: 32 }, () => 7)
const client = new ccc.ClientPublicTestnet()

async function manifestOf(change: Partial<Manifest> = {}): Promise<Manifest> {
  const { lock } = await createSigner(KEY, client)
  return {
    genesisHash: hash("1"),
    block: { number: 12_300n, hash: hash("2") },
    every: 100n,
    platformLockHash: lock.hash(),
    owed: { total: shannons(4_158_000_000n), leaves: 64n, root: hash("3"), leavesHash: hash("4") },
    held: { total: shannons(232_168_000_000n), cells: 32n, cellsHash: hash("5") },
    previous: null,
    createdAt: "2026-11-30T12:00:00.000Z",
    ...change,
  }
}

test("a manifest is a text that can be read", async () => {
  const manifest = await manifestOf()
  expect(manifestText(manifest)).toBe(`micro-pay solvency 1
chain ${hash("1")}
block 12300 ${hash("2")}
every 100
platform ${manifest.platformLockHash}
owed 4158000000 in 64 leaves ${hash("3")} ${hash("4")}
held 232168000000 in 32 cells ${hash("5")}
previous none
at 2026-11-30T12:00:00.000Z`)
  expect(manifestHash(manifest)).toBe(ccc.hashCkb(new TextEncoder().encode(manifestText(manifest))))
})

test("it is signed as a wallet signs a message, which CCC verifies, and one of another platform is not", async () => {
  const signer = await createSigner(KEY, client)
  const manifest = await manifestOf()
  const wallet = new ccc.SignerCkbPrivateKey(client, ccc.hexFrom(KEY))
  const signature = ccc.hexFrom(signer.signManifest(manifest))
  const verifies = (text: string) => ccc.verifyMessageCkbSecp256k1(text, signature, wallet.publicKey)
  expect(verifies(manifestText(manifest))).toBe(true)
  expect(verifies(manifestText({ ...manifest, block: { ...manifest.block, number: 12_400n } }))).toBe(false)
  expect(() => signer.signManifest({ ...manifest, platformLockHash: hash("9") })).toThrow("another platform")
})

test("an anchor is read back from its witness, and nothing else is one", () => {
  const anchor = { block: 12_300n, hash: hash("a") }
  const witness = anchorWitness(anchor)
  expect(readAnchor(witness)).toEqual(anchor)
  for (const other of ["0x", hash("a"), `${witness}00`, witness.slice(0, -2), `0x${"00".repeat(5_000)}`] as Hex[])
    expect(readAnchor(other)).toBeUndefined()
})
