import type { Context } from "@/lib/context"
import type { EventObject } from "@/lib/event/types"

/**
 * I8: the newest event of each object says the state that the object is in, and its events are counted 1, 2, 3.
 *
 * @returns each violation in a sentence
 */
export async function eventsTellTheStates({ db }: Context): Promise<string[]> {
  const [events, payments, refunds, withdrawals, payouts] = await Promise.all([
    db.event.findMany({ orderBy: { id: "asc" } }),
    db.payment.findMany({ select: { id: true, status: true } }),
    db.refund.findMany({ select: { id: true, entries: { where: { kind: "refund" }, select: { status: true } } } }),
    db.withdrawal.findMany({ include: { settlement: true } }),
    db.payout.findMany({ include: { settlement: true } }),
  ])
  const violations: string[] = []
  const told = new Map<string, { status: string; sequence: number }>()
  for (const { object, objectId, sequence, status, id } of events) {
    const before = told.get(`${object} ${objectId}`)?.sequence ?? 0
    if (sequence !== before + 1)
      violations.push(`I8: event ${id} of ${object} ${objectId} is its ${sequence}., after ${before}`)
    told.set(`${object} ${objectId}`, { status, sequence })
  }
  const expect = (object: EventObject, id: bigint, status: string) => {
    const last = told.get(`${object} ${id}`)?.status
    if (last !== status) violations.push(`I8: ${object} ${id} is ${status}, its newest event says ${last}`)
  }
  for (const { id, status } of payments) expect("payment", id, status)
  for (const { id, entries } of refunds) {
    const all = (status: string) => entries.every((entry) => entry.status === status)
    expect("refund", id, all("paid") ? "paid" : all("void") ? "failed" : "owed")
  }
  for (const { id, settlement } of payouts) expect("payout", id, settlement.status)
  for (const { id, status, settlement } of withdrawals)
    expect("withdrawal", id, settlement === null ? status : settlement.status.replace("signed", "submitted"))
  return violations
}
