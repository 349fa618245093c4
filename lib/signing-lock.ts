import { Prisma } from "@/lib/generated/prisma/client"

/**
 * Who signs holds this lock with others; who changes what a signature depends on (the newest block, an open pause)
 * holds it alone. So a signature is stored either before such a change, which then sees its claims, or after it, and
 * then it sees the change. Both are released at the end of the database transaction. Each must be its transaction's
 * first statement: who waits for it while it holds a row could wait for somebody who waits for that row.
 */
const KEY = Prisma.sql`hashtext('micro-pay signing')`

/** An expression for SELECT. */
export const signTogether = Prisma.sql`pg_advisory_xact_lock_shared(${KEY})`
/** An expression for SELECT. */
export const changeAlone = Prisma.sql`pg_advisory_xact_lock(${KEY})`
