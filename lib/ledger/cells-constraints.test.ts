import { describe } from "vitest"
import {
  bytes,
  cell,
  chainTransaction,
  claim,
  permits,
  poolOperation,
  refuses,
  settlement,
} from "./constraints.fixture"

describe("a cell is bound once", () => {
  refuses(
    ["so a second claim on an out point is refused", /duplicate key.*claim_pkey/, claim({ tx_hash: bytes("c0") })],
    [
      "so a settlement cannot take what a payment has",
      /duplicate key.*claim_pkey/,
      claim({ tx_hash: bytes("c0"), payment_id: "NULL", settlement_id: "1" }),
    ],
    ["so a claim has an owner", /check constraint/, claim({ payment_id: "NULL" })],
    ["so a claim has one owner only", /check constraint/, claim({ settlement_id: "1" })],
    ["so a spent claim says in which block", /check constraint/, claim({ spent_by: bytes("aa") })],
    ["so a claim that is spent in a block says by what", /check constraint/, claim({ spent_block: "5" })],
    [
      "so a payment with a claim stays",
      /constraint/,
      `DELETE FROM account WHERE payment_id = 2`,
      `DELETE FROM payment WHERE id = 2`,
    ],
    [
      "so a platform cell is known once",
      /duplicate key.*tx_hash_output_index/,
      cell({ tx_hash: bytes("c0"), output_index: "0" }),
    ],
  )
  permits(["the other outputs of the same transaction", claim({ tx_hash: bytes("c0"), output_index: "1" })])
})

describe("a platform cell", () => {
  refuses(
    ["holds something", /check constraint/, cell({ capacity: "0" })],
    ["has a transaction hash of 32 bytes", /check constraint/, cell({ tx_hash: bytes("ce", 31) })],
    ["has no output before the first", /check constraint/, cell({ output_index: "-1" })],
    ["is in a state that is known", /check constraint/, cell({ state: "'lost'" })],
    ["that is spent says in which block", /check constraint/, cell({ state: "'spent'" })],
    ["that is not spent names no block", /check constraint/, cell({ state: "'free'", spent_in: "4" })],
    ["that is immature says until when", /check constraint/, cell({ state: "'immature'" })],
    [
      "that is immature has not matured",
      /check constraint/,
      cell({ state: "'immature'", matures_at: "5", matured_in: "4" }),
    ],
    ["that has not matured is not free", /check constraint/, cell({ state: "'free'", matures_at: "5" })],
    ["that a payment names stays", /foreign key/, `DELETE FROM platform_cell`],
  )
})

describe("what the platform signs", () => {
  const twice = /duplicate key.*tx_hash/
  refuses(
    ["is stored once", twice, chainTransaction({ tx_hash: bytes("02") })],
    ["has a reason", /check constraint/, chainTransaction({ payment_id: "NULL" })],
    ["has one reason only", /check constraint/, chainTransaction({ settlement_id: "1" })],
    ["is in a state that is known", /check constraint/, chainTransaction({ status: "'sent'" })],
    ["that is committed says in which block", /check constraint/, chainTransaction({ status: "'committed'" })],
    [
      "that is not committed names no block",
      /check constraint/,
      chainTransaction({ block_number: "1", block_hash: bytes("b1") }),
    ],
    ["for a settlement is one transaction", twice, settlement({ tx_hash: bytes("51") })],
    ["for a settlement pays somebody", /check constraint/, settlement({ amount: "0" })],
    ["for a settlement pays the network", /check constraint/, settlement({ network_fee: "0" })],
    ["for a settlement is in a state that is known", /check constraint/, settlement({ status: "'paid'" })],
    [
      "for a settlement is of a kind that is known",
      /check constraint/,
      settlement({ kind: "'gift'", network_fee: "0" }),
    ],
    ["for the pool pays the network", /check constraint/, poolOperation({ network_fee: "0" })],
    ["for the pool is one transaction", twice, poolOperation(), poolOperation()],
    ["for the pool is of a kind that is known", /check constraint/, poolOperation({ kind: "'burn'" })],
    ["for the pool is in a state that is known", /check constraint/, poolOperation({ status: "'paid'" })],
    ["to end another transaction says which", /check constraint/, poolOperation({ kind: "'self_spend'" })],
    ["has a hash of 32 bytes", /check constraint/, chainTransaction({ tx_hash: bytes("7a", 31) })],
  )
})
