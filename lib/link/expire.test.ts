import { expect } from "vitest"
import { readEvents } from "@/lib/event/read"
import { freshRowsStage, lockOf } from "@/lib/payment/rows.fixture"
import { expireLinks } from "./expire"

let made = 0
const it = freshRowsStage()
  /** A link whose end comes so many seconds from now. */
  .extend("link", ({ db }) => async (seconds: number | null, terms: { oneTime?: boolean; closed?: boolean } = {}) => {
    const { oneTime = false, closed = false } = terms
    const at = (offset: number) => new Date(Date.now() + offset * 1_000)
    const { id } = await db.paymentLink.create({
      data: {
        ...{ slug: `${made++}`.padStart(12, "0"), receiver: "r", receiverLockHash: lockOf("r"), title: "t", oneTime },
        ...{
          createdAt: at(-7_200),
          expiresAt: seconds === null ? null : at(seconds),
          closedAt: closed ? at(-1) : null,
        },
      },
    })
    return id
  })
  .extend("told", ({ db }) => async () => {
    const events = await readEvents({ db }, { after: 0n, limit: 100, type: "link.expired" })
    return events.map(({ objectId, status }) => [objectId, status])
  })

it("what has ended is told once, and anew where it was given more time and has ended again", async ({
  db,
  link,
  told,
}) => {
  const over = await link(-60)
  for (const other of [60, null]) await link(other)
  await link(-60, { closed: true })
  expect(await expireLinks({ db })).toEqual({ links: 1 })
  expect(await expireLinks({ db })).toEqual({ links: 0 })
  expect(await told()).toEqual([[over, "expired"]])
  await db.$executeRaw`UPDATE payment_link SET expires_at = now() + interval '1 hour' WHERE id = ${over}`
  expect(await expireLinks({ db })).toEqual({ links: 0 })
  await db.$executeRaw`UPDATE payment_link SET expires_at = now() - interval '1 second' WHERE id = ${over}`
  expect(await expireLinks({ db })).toEqual({ links: 1 })
  expect((await told()).length).toBe(2)
})

it("a link for one payment that was paid is not told as expired, and waits while its payment is on its way", async ({
  db,
  rows,
  link,
  told,
}) => {
  const [paid, failed] = [await link(-60, { oneTime: true }), await link(-60, { oneTime: true })]
  for (const id of [paid, failed]) await rows.payment({ status: "submitted", linkId: id, linkOnce: true })
  expect(await expireLinks({ db })).toEqual({ links: 0 })
  await db.$executeRaw`UPDATE payment SET status = 'committed' WHERE link_id = ${paid}`
  await db.$executeRaw`UPDATE payment SET status = 'confirmed' WHERE link_id = ${paid}`
  await db.$executeRaw`UPDATE payment SET status = 'failed' WHERE link_id = ${failed}`
  expect(await expireLinks({ db })).toEqual({ links: 2 })
  expect(await told()).toEqual([[failed, "expired"]])
})

it("no other time than its end is noted", async ({ db, link }) => {
  const id = await link(60)
  const note = db.$executeRaw`UPDATE payment_link SET expired_at = now() WHERE id = ${id}`
  await expect(note).rejects.toThrow(/expires once, at its end/)
})
