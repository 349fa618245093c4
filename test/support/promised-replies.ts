import { expect, test } from "vitest"
import * as approval from "@/lib/http/api/approval"
import { contractsOf } from "@/lib/http/api/contracts"
import * as event from "@/lib/http/api/event"
import * as fees from "@/lib/http/api/fees"
import * as job from "@/lib/http/api/job"
import * as link from "@/lib/http/api/link"
import * as operator from "@/lib/http/api/operator"
import * as overview from "@/lib/http/api/overview"
import * as pause from "@/lib/http/api/pause"
import * as payment from "@/lib/http/api/payment"
import * as paymentRecord from "@/lib/http/api/payment-record"
import * as pool from "@/lib/http/api/pool"
import * as profile from "@/lib/http/api/profile"
import * as project from "@/lib/http/api/project"
import * as receiver from "@/lib/http/api/receiver"
import * as refund from "@/lib/http/api/refund"
import * as rpc from "@/lib/http/api/rpc"
import * as service from "@/lib/http/api/service"
import * as session from "@/lib/http/api/session"
import * as settlement from "@/lib/http/api/settlement"
import * as solvency from "@/lib/http/api/solvency"
import * as statement from "@/lib/http/api/statement"
import * as totals from "@/lib/http/api/totals"
import * as webhook from "@/lib/http/api/webhook"
import * as withdrawal from "@/lib/http/api/withdrawal"
import { promised, seen } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"

const { preparePayment, transferPayment, submitPayment, cancelPayment, getLedger, ...readPayments } = payment
const { getPool, ...changePool } = pool
const { getReconciliation, ...aboutService } = service
const { getJobs, ...runJobs } = job
const { listPayouts, exportPayouts, ...aboutReceiver } = receiver
const { listAllProjects, ...ownProjects } = project
const { createProjectWebhook, listProjectWebhooks, ...webhooksOfKey } = webhook
const { listProjectEvents, ...eventsOfKey } = event
const { logIn, logOut, getSession, listAudit, exportAudit, endTransaction, ...ownAccount } = operator

/**
 * Which file of tests sees each reply that a contract promises. Each contract is in one of them, which
 * `app/api/promised-replies.test.ts` holds: a reply that nobody has ever seen is a promise that nobody has kept.
 */
export const SEEN_IN = {
  "app/api/payment/prepare": [preparePayment],
  "app/api/payment/transfer": [transferPayment, submitPayment, cancelPayment],
  "app/api/payment/read": contractsOf(readPayments),
  "app/api/refund": contractsOf(refund),
  "app/api/totals": contractsOf(totals),
  "app/api/solvency": contractsOf(solvency),
  "app/api/link": contractsOf(link),
  "app/api/withdrawal": contractsOf(withdrawal),
  "app/api/receiver": [...contractsOf(aboutReceiver), getLedger],
  "app/api/statement": [...contractsOf(statement), listPayouts, exportPayouts],
  "app/api/profile": contractsOf(profile),
  "app/api/project": contractsOf(ownProjects),
  "app/api/webhook": [webhooksOfKey, eventsOfKey].flatMap(contractsOf),
  "app/api/developer": [createProjectWebhook, listProjectWebhooks, listProjectEvents, listAllProjects],
  "app/api/settlement": [...contractsOf(settlement), getPool, getReconciliation],
  "app/api/rpc": contractsOf(rpc),
  "app/api/service": [...contractsOf(aboutService), getJobs, logIn, logOut, getSession],
  "app/api/session": contractsOf(session),
  "app/api/admin": [
    ...[changePool, runJobs, fees, pause, approval, paymentRecord, overview].flatMap(contractsOf),
    listAudit,
    exportAudit,
    endTransaction,
  ],
  "lib/http/login": contractsOf(ownAccount),
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
