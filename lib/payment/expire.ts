import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { endUnsigned } from "./end-unsigned"

/** Ends prepared payments whose time is over, by the database's clock, and the holds they had. */
export async function expirePayments(ctx: Context): Promise<{ expired: number }> {
  return { expired: await endUnsigned(ctx, "expired", Prisma.sql`expires_at <= now()`) }
}
