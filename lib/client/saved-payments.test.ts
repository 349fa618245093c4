import { afterEach, beforeEach, expect, test, vi } from "vitest"
import {
  forgetPayment,
  forgetSentPayments,
  forgetSignature,
  readSavedPayment,
  readSavedPayments,
  type SavedPayment,
  savePayment,
} from "./saved-payments"

const KEY = "micropay.payments"
const kept = new Map<string, string>()
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, text: string) => void kept.set(name, text),
}
beforeEach(() => {
  kept.clear()
  vi.stubGlobal("window", { localStorage: storage })
  for (const { id } of readSavedPayments()) forgetPayment(id)
})
afterEach(() => vi.unstubAllGlobals())

function saved(id: number, change: Partial<SavedPayment> = {}): SavedPayment {
  return { id, clientSecret: `secret ${id}`, signedTx: "0x12", savedAt: id, ...change }
}

test("payments are kept with the newest first, 50 at most", () => {
  for (let id = 1; id <= 60; id++) savePayment(saved(id))
  const ids = readSavedPayments().map(({ id }) => id)
  expect([ids[0], ids.length, ids.at(-1)]).toEqual([60, 50, 11])
})

test("the same text in the storage is the same list, or React would draw for ever; a new one is another", () => {
  savePayment(saved(1))
  const before = readSavedPayments()
  expect(readSavedPayments()).toBe(before)
  // As another tab does it.
  kept.set(KEY, JSON.stringify([saved(2), saved(1)]))
  expect(readSavedPayments().map(({ id }) => id)).toEqual([2, 1])
})

test("what is in the storage and none of ours is left alone", () => {
  for (const text of ["", "{", "null", '"x"', '[1, {"id": "1"}, null]']) {
    kept.set(KEY, text)
    expect(readSavedPayments(), text).toEqual([])
  }
})

test("a signature that the server has is forgotten, the payment is not", () => {
  savePayment(saved(1))
  forgetSignature(1)
  expect(readSavedPayment(1)).toEqual(saved(1, { signedTx: null }))
})

test("forgetting all keeps what may still have to be sent", () => {
  savePayment(saved(1, { signedTx: null }))
  savePayment(saved(2))
  forgetSentPayments()
  expect(readSavedPayments().map(({ id }) => id)).toEqual([2])
  forgetPayment(2)
  expect(readSavedPayments()).toEqual([])
})

test("where the browser keeps nothing, the page remembers as long as it is open", () => {
  const refuse = () => {
    throw new Error("blocked")
  }
  vi.stubGlobal("window", { localStorage: { getItem: refuse, setItem: refuse } })
  savePayment(saved(3))
  expect(readSavedPayment(3)?.id).toBe(3)
})
