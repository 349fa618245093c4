import { expect, test } from "vitest"
import { promised, seen } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import * as account from "@/lib/http/contracts/account"
import * as link from "@/lib/http/contracts/link"
import * as money from "@/lib/http/contracts/money"
import * as operator from "@/lib/http/contracts/operator"
import * as payment from "@/lib/http/contracts/payment"
import * as receiver from "@/lib/http/contracts/receiver"
import * as service from "@/lib/http/contracts/service"
import * as session from "@/lib/http/contracts/session"
import * as withdrawal from "@/lib/http/contracts/withdrawal"

const { preparePayment, transferPayment, submitPayment, cancelPayment, ...readPayments } = payment
const { getAccount, listEntries, ...settlementsAndPool } = money

/**
 * Which file of tests sees each reply that a contract promises. Each contract is in one of them, which
 * `app/api/promised-replies.test.ts` holds: a reply that nobody has ever seen is a promise that nobody has kept.
 */
export const SEEN_IN = {
  "app/api/payment/prepare": [preparePayment],
  "app/api/payment/transfer": [transferPayment, submitPayment, cancelPayment],
  "app/api/payment/read": Object.values(readPayments),
  "app/api/link": Object.values(link),
  "app/api/withdrawal": Object.values(withdrawal),
  "app/api/receiver": [getAccount, listEntries, ...Object.values(receiver)],
  "app/api/settlement": Object.values(settlementsAndPool),
  "app/api/service": Object.values(service),
  "app/api/session": Object.values(session),
  "app/api/admin": Object.values(operator),
  "lib/http/login": Object.values(account),
} satisfies Record<string, readonly Contract[]>

/** The contracts of a file of tests, as contracts and nothing more exact. */
export const contractsSeenIn = (file: keyof typeof SEEN_IN): readonly Contract[] => SEEN_IN[file]

/**
 * The last test of a file: all other tests of it have made their calls.
 *
 * @param unforeseen replies that nothing which is known can bring about: exactly these are missing
 */
export function everyReplyIsSeen(file: keyof typeof SEEN_IN, unforeseen: string[] = []): void {
  test("every reply that the contract promises was seen", () => {
    const missing = promised(SEEN_IN[file]).filter((reply) => !seen.has(reply))
    expect(missing.sort()).toEqual(unforeseen.sort())
  })
}
