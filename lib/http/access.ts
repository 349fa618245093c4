import type { Context } from "@/lib/context"
import { Forbidden, NotFound, Unauthorized } from "@/lib/errors"
import { verifyClientSecret } from "@/lib/payment/secret"
import type { Access } from "./contract"
import { isOperator, requireSameOrigin } from "./operator"

const SIGN_IN = "Sign in as the operator, or send HTTP Basic as admin."

/** What the caller brings besides cookie and headers. */
export interface Credentials {
  paymentId: bigint | undefined
  clientSecret: string | undefined
}

/**
 * Lets the request pass, or says why not.
 *
 * @throws Unauthorized, Forbidden, RateLimited; NotFound for the devnet's routes elsewhere
 */
export async function authorize(
  ctx: Context,
  access: Access,
  request: Request,
  credentials: Credentials,
): Promise<void> {
  switch (access) {
    case "public":
      return
    case "devnet":
      if (ctx.config.network !== "devnet") throw new NotFound("There is nothing at this address.")
      return
    case "operator":
      return requireOperator(ctx, request)
    case "reader":
      if (!ctx.config.openReads) await requireOperator(ctx, request)
      return
    case "payer":
      if (!ctx.config.openReads) await requirePayer(ctx, request, credentials)
      return
    case "canceller":
      if (ctx.config.network !== "devnet") await requirePayer(ctx, request, credentials)
      return
  }
}

async function requireOperator(ctx: Context, request: Request): Promise<void> {
  if (!(await isOperator(ctx, request))) throw new Unauthorized(SIGN_IN)
  if (request.method !== "GET" && request.method !== "HEAD") requireSameOrigin(request)
}

/** One answer for a wrong secret and for a payment that does not exist: who has no secret learns nothing about ids. */
async function requirePayer(ctx: Context, request: Request, { paymentId, clientSecret }: Credentials): Promise<void> {
  if (clientSecret === undefined || paymentId === undefined) return requireOperator(ctx, request)
  if (!(await verifyClientSecret(ctx, paymentId, clientSecret))) {
    throw new Forbidden("This client secret does not belong to this payment.")
  }
}
