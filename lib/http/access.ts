import type { Actor, Nobody } from "@/lib/actor"
import { parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { Forbidden, NotFound, Unauthorized } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { isReceiverOfLink } from "@/lib/link/query"
import { isPartyOf } from "@/lib/payment/query"
import { verifyClientSecret } from "@/lib/payment/secret"
import type { Role } from "@/lib/roles"
import { isReceiverOf } from "@/lib/withdrawal/query"
import type { Access, OperatorAccess } from "./contract"
import { isRead, type Operator, operatorOf, requireRole } from "./operator"
import { requireSameOrigin } from "./origin"
import { signedInWallet } from "./wallet-session"

const SIGN_IN = "Sign in as an operator, or send HTTP Basic with an operator's name and password."
const SIGN_IN_BY_WALLET = "Sign in with the wallet that this belongs to, or as an operator."
const OTHER_WALLET = "You are signed in with another wallet than the one that this belongs to. Nothing changed."

/** What the caller brings besides cookies and headers. */
export interface Credentials {
  /** of the payment or withdrawal in the path, or in the body */
  id: bigint | undefined
  /** the one in the path, or the receiver in the body */
  address: string | undefined
  /** of the payment link in the path */
  slug: string | undefined
  clientSecret: string | undefined
}

/** In whose name a request acts. */
export interface Admitted {
  /** Who has shown that they may. Where everybody may come in nobody is asked, whoever it is. */
  actor: Actor
  /** on the operators' own routes */
  operator?: Operator
}

const NOBODY: Nobody = { kind: "nobody" }

/**
 * Lets the request pass, or says why not.
 *
 * @throws Unauthorized, Forbidden, SecondFactorNeeded, RateLimited; NotFound for the devnet's routes elsewhere
 */
export async function authorize(
  ctx: Context,
  access: Access,
  request: Request,
  credentials: Credentials,
): Promise<Admitted> {
  if (access !== "look" && access !== "operate" && access !== "approve")
    return { actor: await admitOther(ctx, access, request, credentials) }
  const operator = await requireOperator(ctx, request, access)
  return { actor: operator.actor, operator }
}

async function admitOther(
  ctx: Context,
  access: Exclude<Access, OperatorAccess>,
  request: Request,
  credentials: Credentials,
): Promise<Actor> {
  const { id, address, slug } = credentials
  // By the method and not by the kind of access: a setting that opens reads can open nothing else.
  const isOpen = isRead(request) ? ctx.config.openReads : ctx.config.network === "devnet"
  switch (access) {
    case "public":
      return NOBODY
    case "devnet":
      if (ctx.config.network !== "devnet") throw new NotFound("There is nothing at this address.")
      return NOBODY
    case "owner":
      return requireOwner(ctx, request, address)
    case "reader":
      return isOpen ? NOBODY : (await requireOperator(ctx, request)).actor
    case "party":
    case "receiver":
      return isOpen ? NOBODY : requireParty(ctx, request, (lockHash) => owns(ctx, lockHash, address))
    case "withdrawer":
      return isOpen ? NOBODY : requireParty(ctx, request, (lockHash) => isReceiverOf(ctx, id, lockHash))
    case "payer":
      if ((await hasSecret(ctx, credentials)) || isOpen) return NOBODY
      return requireParty(ctx, request, (lockHash) => isPartyOf(ctx, id, lockHash))
    case "merchant":
      if (isOpen) return NOBODY
      return requireParty(ctx, request, (lockHash) =>
        slug === undefined ? owns(ctx, lockHash, address) : isReceiverOfLink(ctx, slug, lockHash),
      )
    case "canceller":
      if ((await hasSecret(ctx, credentials)) || isOpen) return NOBODY
      return (await requireOperator(ctx, request)).actor
  }
}

/** @param role by itself: to read where the request reads, else to act */
async function requireOperator(
  ctx: Context,
  request: Request,
  role: Role = isRead(request) ? "look" : "operate",
  otherwise = SIGN_IN,
): Promise<Operator> {
  const operator = await operatorOf(ctx, request)
  if (!operator) throw new Unauthorized(otherwise)
  requireOwnPage(ctx, request)
  requireRole(ctx, request, operator, role)
  return operator
}

/** What changes something must come from a page of ours. */
function requireOwnPage({ config }: Context, request: Request): void {
  if (!isRead(request)) requireSameOrigin(config, request)
}

/** An operator, or the wallet that is signed in when this is its own. */
async function requireParty(
  ctx: Context,
  request: Request,
  isTheirs: (lockHash: Hex) => Promise<boolean>,
): Promise<Actor> {
  const wallet = await signedInWallet(ctx, request)
  if (!wallet) return (await requireOperator(ctx, request, undefined, SIGN_IN_BY_WALLET)).actor
  requireOwnPage(ctx, request)
  if (await isTheirs(wallet.lockHash)) return { kind: "wallet", ...wallet }
  const operator = await operatorOf(ctx, request)
  if (!operator) throw new Forbidden(OTHER_WALLET)
  requireRole(ctx, request, operator, isRead(request) ? "look" : "operate")
  return operator.actor
}

async function requireOwner(ctx: Context, request: Request, address: string | undefined): Promise<Actor> {
  const wallet = await signedInWallet(ctx, request)
  if (!wallet) throw new Unauthorized("Sign in with the wallet that owns this address. Nothing changed.")
  requireOwnPage(ctx, request)
  if (!(await owns(ctx, wallet.lockHash, address))) throw new Forbidden(OTHER_WALLET)
  return { kind: "wallet", ...wallet }
}

async function owns(ctx: Context, lockHash: Hex, address: string | undefined): Promise<boolean> {
  return address !== undefined && (await parseAddress(ctx.chain, address)).lockHash === lockHash
}

/**
 * Whether the caller brings this payment's client secret. One answer for a wrong secret and for a payment that does not exist: who
 * has no secret learns nothing about ids. It is looked at where everybody may come in, too: who brings the secret of a payment that was
 * lost must not be shown another one that has its number now.
 *
 * @throws Forbidden for a wrong one
 */
async function hasSecret(ctx: Context, { id, clientSecret }: Credentials): Promise<boolean> {
  if (clientSecret === undefined || id === undefined) return false
  if (await verifyClientSecret(ctx, id, clientSecret)) return true
  throw new Forbidden("This client secret does not belong to this payment.")
}
