import { ccc } from "@ckb-ccc/core"
import { FIRST_INPUT, twoTwo } from "../two-two"

/** What the history of a busy month looks like: how much there is of what, and where the rows begin to be numbered. */
export interface Shape {
  payments: number
  senders: number
  receivers: number
  splitters: number
  /** Of the confirmed payments, the oldest this many in a hundred are paid out. */
  settledPercent: number
  /** Payments whose shares one settlement pays */
  perSettlement: number
  /** over which the payments are spread, ending now */
  days: number
}

/** Number 0 of each kind is the busiest: it sends one in 50 payments, or receives one in 20. */
export function shapeOf(payments: number): Shape {
  return {
    payments,
    senders: Math.max(50, Math.floor(payments / 50)),
    receivers: Math.max(100, Math.floor(payments / 10)),
    splitters: Math.max(10, Math.floor(payments / 1_000)),
    settledPercent: 70,
    perSettlement: 500,
    days: 29,
  }
}

/** The platform as the history's rows name it. */
export interface Payee {
  address: string
  lockHash: Uint8Array
}

/** What a settlement's transaction takes: the bytes of what stands once in it, and of each output with its data. */
export const SETTLEMENT_BYTES = { once: 400, output: 109 } as const

/** Of each confirmed payment, in shannons, what its sender paid the network. */
export const NETWORK_FEE = 900n

/** How `sha256` of a word and a number is written, in SQL: the made-up hashes of the history. */
export const hashOf = (word: string, number: string): string => `sha256(convert_to('${word}' || (${number}), 'UTF8'))`

/** Bytes of which none is like the other, so that PostgreSQL saves nothing by packing them; in SQL. */
export const bytesOf = (word: string, number: string, length: string): string =>
  `(SELECT substring(string_agg(${hashOf(word, `${number} || '/' || chunk`)}, ''::bytea) FOR (${length})::int)
    FROM generate_series(0, (${length}) / 32) chunk)`

const TEMPLATE = ccc.hexFrom(twoTwo().toBytes()).slice(2)
/** Where in it, counted from 1, the hash of its first input stands. */
const FIRST_INPUT_AT = TEMPLATE.indexOf(FIRST_INPUT.slice(2)) / 2 + 1

/** The bytes of a 2-2 transaction, which spends another cell for each number; in SQL. */
export const transactionOf = (number: string): string =>
  `overlay(decode('${TEMPLATE}', 'hex') PLACING ${hashOf("input", number)} FROM ${FIRST_INPUT_AT})`
