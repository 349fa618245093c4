import { expect } from "vitest"
import { freshRowsStage } from "@/lib/payment/rows.fixture"
import { beginSession, findOperatorSession } from "@/lib/session/store"

const test = freshRowsStage()

test("a session that an old password has begun counts no more, nor one of who is disabled", async ({ db }) => {
  await db.operator.create({ data: { name: "nora", roles: ["look"], passwordHash: "of some password" } })
  // Whoever changes a password ends its sessions; one that was being begun at that moment comes after.
  const begin = (passwordVersion: number) =>
    beginSession(db, { seconds: 60, of: { operator: "nora", passwordVersion, secondFactor: false } })
  const [old, now] = [await begin(1), await begin(2)]
  expect(await findOperatorSession(db, old)).toMatchObject({ name: "nora" })
  await db.operator.update({ where: { name: "nora" }, data: { passwordVersion: 2 } })
  expect(await findOperatorSession(db, old)).toBeUndefined()
  expect(await findOperatorSession(db, now)).toMatchObject({ name: "nora" })
  await db.operator.update({ where: { name: "nora" }, data: { disabledAt: new Date() } })
  expect(await findOperatorSession(db, now)).toBeUndefined()
})
